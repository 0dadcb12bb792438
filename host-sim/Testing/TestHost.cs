// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Host;
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
    private readonly VirtualThreads _threads;
    private int _programs;

    internal TestHost(TestNetwork network, WirePort port, EntropySource entropy, string address, NetworkInterfaceOptions options, SteppedClock clock)
    {
        _network = network;
        _port = port;
        NetworkInterface networkInterface = new(port, entropy, options);
        networkInterface.UseStatic(HostAddress.Parse(address), PrefixLength, HostAddress.Any);
        DnsResolver resolver = new(networkInterface.IPv4, networkInterface.Udp, networkInterface.Tcp, networkInterface.Settings, new ResolverOptions());
        networkInterface.Add(resolver);
        _threads = new VirtualThreads(network.Baton, network.Nodes, networkInterface, clock);
        Network = new SocketNetwork(networkInterface, _threads, resolver);
    }

    /// <summary>Its address as text.</summary>
    public string Address => Network.Interface.Address.ToString();

    /// <summary>What its sockets use.</summary>
    public SocketNetwork Network { get; }

    /// <summary>Starts a program on this host. It runs when the test lets time pass or waits.</summary>
    /// <param name="program">The program. Its sockets are this host's.</param>
    /// <param name="name">A name for messages; null: the address and a number.</param>
    public TestProgram Start(Action program, string? name = null)
    {
        _programs++;
        name ??= string.Create(CultureInfo.InvariantCulture, $"{Address} #{_programs}");
        ProgramThread thread = _network.Baton.StartThread(name, this, () =>
        {
            Network.Use();
            program();
        });
        return new TestProgram(_network, thread);
    }

    /// <summary>Runs a program on this host to its end. What it throws is thrown here.</summary>
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

    /// <inheritdoc/>
    public override string ToString()
    {
        return Address;
    }

    /// <summary>Pulls the cable, or plugs it in.</summary>
    public void SetCable(bool isPlugged)
    {
        _port.SetLink(isPlugged);
    }

    /// <summary>Switches the host off: it vanishes without a word to anybody, and its programs end.</summary>
    public void SwitchOff()
    {
        _threads.SwitchOff();
        _port.SetLink(false);
        _network.Baton.End(this);
    }
}
