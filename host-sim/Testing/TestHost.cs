// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Host;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Resolver;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Sockets;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing;

/// <summary>A host of a <see cref="TestNetwork"/>: a stack with an address, and the programs that use its sockets.</summary>
public sealed class TestHost
{
    private const int PrefixLength = 24;

    private readonly TestNetwork _network;
    private readonly WirePort _port;
    private readonly EntropySource _entropy;
    private readonly string? _address;
    private readonly NetworkInterfaceOptions _options;
    private readonly SteppedClock _clock;
    private VirtualThreads _threads;
    private int _programs;

    /// <param name="address">Its address; null: it asks by DHCP.</param>
    internal TestHost(TestNetwork network, WirePort port, EntropySource entropy, string? address, NetworkInterfaceOptions options, SteppedClock clock)
    {
        _network = network;
        _port = port;
        _entropy = entropy;
        _address = address;
        _options = options;
        _clock = clock;
        (Network, _threads) = Boot();
    }

    /// <summary>Its address as text; 0.0.0.0: it has none.</summary>
    public string Address => Network.Interface.Address.ToString();

    /// <summary>Whether it has an address. A host that asks by DHCP has none at first.</summary>
    public bool HasAddress => !Network.Interface.Address.IsAny;

    /// <summary>What its sockets use.</summary>
    public SocketNetwork Network { get; private set; }

    /// <summary>Whether it is switched on.</summary>
    public bool IsOn { get; private set; } = true;

    internal byte[] MacAddress => _port.MacAddress;

    /// <summary>Starts a program on this host. It runs when the test lets time pass or waits.</summary>
    /// <param name="program">The program. Its sockets are this host's.</param>
    /// <param name="name">A name for messages; null: the address and a number.</param>
    /// <exception cref="InvalidOperationException">The host is switched off.</exception>
    public TestProgram Start(Action program, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (!IsOn)
        {
            throw new InvalidOperationException($"{this} is switched off.");
        }

        _programs++;
        name ??= string.Create(CultureInfo.InvariantCulture, $"{this} #{_programs}");
        ProgramThread thread = _network.Baton.StartThread(name, this, () =>
        {
            Network.Use();
            program();
        });
        return new TestProgram(_network, thread);
    }

    /// <summary>Runs a program on this host to its end. What it throws is thrown here, and so is what another program throws meanwhile.</summary>
    /// <exception cref="ProgramStuckException">It does not end within <see cref="TestNetwork.TimeLimit"/>, or nothing is left to happen.</exception>
    public void Run(Action program)
    {
        Start(program).Join();
    }

    /// <summary>The same for a program with a result.</summary>
    public T Run<T>(Func<T> program)
    {
        T result = default!;
        Run(() => { result = program(); });
        return result;
    }

    /// <summary>Pulls the cable out. Frames that are under way to this host are lost.</summary>
    public void PullCable()
    {
        _port.SetLink(false);
    }

    /// <summary>Plugs the cable in again.</summary>
    public void PlugCable()
    {
        _port.SetLink(IsOn);
    }

    /// <summary>Switches the host off: it vanishes without a word to anybody, and its programs end.</summary>
    public void SwitchOff()
    {
        IsOn = false;
        _threads.SwitchOff();
        _port.SetLink(false);
        _network.Baton.End(this);
    }

    /// <summary>Switches the host on again. It knows nothing of what was before, and no program runs.</summary>
    /// <exception cref="InvalidOperationException">It is on.</exception>
    public void SwitchOn()
    {
        if (IsOn)
        {
            throw new InvalidOperationException($"{this} is switched on.");
        }

        IsOn = true;
        _port.SetLink(true);
        (Network, _threads) = Boot();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return HasAddress ? Address : Network.Interface.HostName;
    }

    private (SocketNetwork Network, VirtualThreads Threads) Boot()
    {
        NetworkInterface network = new(_port, _entropy, _options);
        if (_address != null)
        {
            network.UseStatic(HostAddress.Parse(_address), PrefixLength, _network.Router?.Own ?? HostAddress.Any);
            if (_network.Router is TestRouter router)
            {
                network.Settings.AddDnsServer(router.Own);
            }
        }

        DnsResolver resolver = new(network.IPv4, network.Udp, network.Tcp, network.Settings, new ResolverOptions());
        network.Add(resolver);
        if (_options.HostName is string name)
        {
            MdnsResponder responder = new(network.Udp, network.IPv4, new MdnsOptions { Name = name });
            if (responder.Start() != SocketError.Success)
            {
                throw new InvalidOperationException("The port of mDNS is taken.");
            }

            network.Add(responder);
        }

        VirtualThreads threads = new(_network.Baton, _network.Nodes, network, _clock);
        return (new SocketNetwork(network, threads, resolver), threads);
    }
}
