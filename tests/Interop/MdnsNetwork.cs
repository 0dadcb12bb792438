// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using NanoTcp.Host;
using NanoTcp.HostSim.Tap;
using NanoTcp.Ip;
using NanoTcp.Mdns;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tests.Stack;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Interop;

/// <summary>
/// Boards with mDNS and the Linux kernel on one bridge in a namespace of its own. The boards run in the test's process, in real time. Programs of the test
/// run in the namespace, Avahi with a message bus of its own.
/// </summary>
internal sealed class MdnsNetwork : IDisposable
{
    public const string Kernel = "192.168.7.1";

    private const string Bridge = "wire";

    private readonly NetworkNamespace _network = new();
    private readonly string _folder;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly List<Board> _boards = [];
    private readonly Thread _thread;
    private volatile bool _ends;
    private Exception? _failure;

    /// <param name="folder">For the sockets and files of the programs.</param>
    public MdnsNetwork(string folder)
    {
        _folder = folder;
        _network.Run("ip", "link", "add", Bridge, "type", "bridge", "forward_delay", "0", "stp_state", "0", "mcast_snooping", "0");
        _network.Run("ip", "address", "add", Kernel + "/24", "dev", Bridge);
        _network.Run("ip", "link", "set", Bridge, "up");
        _network.Run("ip", "route", "add", "224.0.0.0/4", "dev", Bridge);
        _thread = new Thread(Run);
        _thread.Start();
    }

    /// <summary>Plugs a board in, at 192.168.7.x.</summary>
    public MdnsResponder Add(string name, int last, params MdnsService[] services)
    {
        string tap = $"tap{last}";
        _network.Run("ip", "tuntap", "add", "dev", tap, "mode", "tap");
        _network.Run("ip", "link", "set", tap, "master", Bridge, "up");
        uint address = IPv4Address.From(192, 168, 7, (byte)last);
        TapLink link = _network.Open(() => TapLink.Open(tap, [2, 0, 0, 0, 7, (byte)last], new IPv4Prefix(address, 24)));
        NetworkStack stack = new(link, new FixedEntropy(last), new StackOptions());
        UdpTransport udp = new(stack);
        IPv4 ip = new(stack, new IPv4Options());
        ip.Configure(new HostAddress(address), 24, HostAddress.Any);
        MdnsResponder responder = new(udp, ip, new MdnsOptions { Name = name });
        Assert.All(services, service => Assert.True(responder.Add(service)));
        Assert.Equal(SocketError.Success, responder.Start());
        lock (_gate)
        {
            _boards.Add(new Board(link, stack, responder));
        }

        return responder;
    }

    /// <summary>Waits until something is so. It may ask the boards.</summary>
    public void WaitFor(Func<bool> condition)
    {
        long end = _clock.ElapsedMilliseconds + (long)RunningProgram.Limit.TotalMilliseconds;
        while (true)
        {
            lock (_gate)
            {
                Assert.Null(_failure);
                if (condition())
                {
                    return;
                }
            }

            Assert.True(_clock.ElapsedMilliseconds < end, "It did not happen in time.");
            Thread.Sleep(1);
        }
    }

    /// <summary>Waits until all boards have their names.</summary>
    public void WaitForNames()
    {
        WaitFor(() => _boards.All(board => board.Responder.State == MdnsState.Established));
    }

    /// <summary>Calls a method of a board while the board is not polled.</summary>
    public void Do(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    /// <summary>Starts Avahi, and waits until it has a name.</summary>
    /// <returns>The daemon. Its log is its standard error.</returns>
    public RunningProgram StartAvahi(string hostName)
    {
        string bus = Path.Combine(_folder, "bus.conf");
        File.WriteAllText(
            bus,
            $"""
            <busconfig>
              <type>system</type>
              <listen>{BusAddress}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*"/>
                <allow receive_sender="*"/>
                <allow own="*"/>
                <allow user="*"/>
              </policy>
            </busconfig>
            """);
        _network.Start("dbus-daemon", $"--config-file={bus}", "--nofork", "--nopidfile", "--print-address").WaitForText("unix:path=");
        string configuration = Path.Combine(_folder, "avahi.conf");
        File.WriteAllText(
            configuration,
            $"""
            [server]
            host-name={hostName}
            use-ipv6=no
            allow-interfaces={Bridge}
            ratelimit-interval-usec=1000000
            ratelimit-burst=1000
            [publish]
            publish-workstation=no
            publish-hinfo=no
            """);

        // Its process file has a fixed place, so /run is its own.
        RunningProgram avahi = _network.Start(
            "sh", "-c", $"mount -t tmpfs tmpfs /run && DBUS_SYSTEM_BUS_ADDRESS={BusAddress} exec avahi-daemon --file={configuration} --no-drop-root --no-chroot --no-rlimits");
        avahi.WaitForErrorText("Server startup complete");
        return avahi;
    }

    /// <summary>Asks Avahi for something, and expects an answer.</summary>
    public ProgramResult Avahi(string program, params IReadOnlyList<string> arguments)
    {
        return _network.Run("env", [$"DBUS_SYSTEM_BUS_ADDRESS={BusAddress}", program, .. arguments]);
    }

    /// <summary>Runs a program to its end, which must succeed.</summary>
    public ProgramResult Run(string program, params IReadOnlyList<string> arguments)
    {
        return _network.Run(program, arguments);
    }

    /// <summary>Opens a socket in the namespace.</summary>
    public T Open<T>(Func<T> open)
    {
        return _network.Open(open);
    }

    /// <summary>Starts a program in Debian's Python.</summary>
    public RunningProgram StartPython(string text)
    {
        return _network.Start(Needs.DebianPython, "-c", text);
    }

    public void Dispose()
    {
        _ends = true;
        _thread.Join();
        foreach (Board board in _boards)
        {
            board.Link.Dispose();
        }

        _network.Dispose();
    }

    private string BusAddress => "unix:path=" + Path.Combine(_folder, "bus");

    private void Run()
    {
        try
        {
            while (!_ends)
            {
                lock (_gate)
                {
                    foreach (Board board in _boards)
                    {
                        long now = _clock.ElapsedMilliseconds;
                        board.Stack.Poll(now);
                        board.Responder.Poll(now);
                        board.Stack.Flush(now);
                    }
                }

                Thread.Sleep(1);
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }

    private sealed record Board(TapLink Link, NetworkStack Stack, MdnsResponder Responder);
}
