// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Network;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Servers;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Http;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Network;

/// <summary>
/// A board with a network interface and a web server, on a wire with a router that serves DHCP, and a neighbour with a link-local address. Time is virtual.
/// </summary>
internal sealed class NetworkBench
{
    public static readonly byte[] BoardMac = [2, 0x4E, 0x54, 0, 0x1A, 0x2B];
    public static readonly IPv4Prefix Router = new(IPv4Address.From(192, 168, 7, 1), 24);
    public static readonly HostAddress FirstAddress = HostAddress.From(192, 168, 7, 2);

    private readonly VirtualWire _wire;
    private readonly TcpTransport _routerTcp;
    private readonly TcpTransport _neighbourTcp;
    private readonly byte[] _buffer = new byte[4096];

    public NetworkBench(NetworkInterfaceOptions? options = null, int seed = 1, WireFaults? faults = null, DhcpPool? pool = null)
    {
        _wire = new VirtualWire(faults);
        Nodes = new VirtualNetwork(_wire);
        BoardPort = _wire.Attach(BoardMac);
        Board = new NetworkInterface(BoardPort, new FixedEntropy(seed), options ?? new NetworkInterfaceOptions());
        HttpServer http = new(Board.Tcp, new HttpTestHandler(), new HttpServerOptions());
        Assert.Equal(SocketError.Success, http.Start(HttpServer.DefaultPort));
        Board.Add(http);
        Nodes.Add(new Station(Board.Poll));

        NetworkStack router = new(_wire.Attach([2, 0, 0, 0, 0, 1]), new FixedEntropy(seed + 1), new StackOptions());
        new IPv4(router, new IPv4Options()).Configure(Router.Address.ToHostAddress(), Router.Length, HostAddress.Any);
        _routerTcp = new TcpTransport(router, new TcpOptions());
        RouterUdp = new UdpTransport(router);
        Dhcp = new DhcpServer(RouterUdp, pool ?? DhcpPool.Of(Router, "home.arpa"));
        Nodes.Add(router, new Station(Dhcp.Poll));

        NetworkStack neighbour = new(_wire.Attach([2, 0, 0, 0, 0, 9]), new FixedEntropy(seed + 2), new StackOptions());
        Neighbour = new IPv4(neighbour, new IPv4Options());
        Neighbour.Configure(HostAddress.From(169, 254, 200, 1), 16, HostAddress.Any);
        _neighbourTcp = new TcpTransport(neighbour, new TcpOptions());
        NeighbourUdp = new UdpTransport(neighbour);
        Nodes.Add(neighbour);
    }

    /// <summary>A further station without an address.</summary>
    public IPv4 AddStation(byte number)
    {
        NetworkStack stack = new(_wire.Attach([2, 0, 0, 0, 0, number]), new FixedEntropy(number), new StackOptions());
        Nodes.Add(stack);
        return new IPv4(stack, new IPv4Options());
    }

    public VirtualNetwork Nodes { get; }

    public NetworkInterface Board { get; }

    /// <summary>The board's cable.</summary>
    public WirePort BoardPort { get; }

    /// <summary>The router's DHCP server.</summary>
    public DhcpServer Dhcp { get; }

    public UdpTransport RouterUdp { get; }

    /// <summary>A station that has a link-local address.</summary>
    public IPv4 Neighbour { get; }

    public UdpTransport NeighbourUdp { get; }

    public long Now => Nodes.Now;

    /// <summary>Shows every frame on the wire.</summary>
    public void Observe(IFrameObserver observer) => _wire.Observe(observer);

    /// <summary>Plugs the board's cable in, or pulls it.</summary>
    public void SetLink(bool isUp)
    {
        BoardPort.SetLink(isUp);
        Nodes.Run(0);
    }

    public void RunUntilKind(AddressKind kind, long milliseconds)
    {
        Nodes.RunUntil(() => Board.Kind == kind, milliseconds);
    }

    /// <summary>
    /// What a visitor gets from the board's web server, or the error of its connection. The visitor is of the same network: the neighbour if the board's address
    /// is link-local, and otherwise the router.
    /// </summary>
    public string Visit(long milliseconds)
    {
        TcpTransport visitor = Board.Address.IsLinkLocal ? _neighbourTcp : _routerTcp;
        SocketError error = visitor.Connect(Board.Address, HttpServer.DefaultPort, 0, out TcpConnection? connection);
        if (error != SocketError.Success)
        {
            return error.ToString();
        }

        byte[] request = Encoding.ASCII.GetBytes("GET /copied/hello HTTP/1.0\r\n\r\n");
        StringBuilder answer = new();
        int sent = 0;
        long end = Now + milliseconds;
        Nodes.RunUntil(
            () =>
            {
                if (connection!.State == TcpState.Established && sent == 0)
                {
                    sent = connection.Send(request, 0, request.Length, out _);
                }

                int count = connection.Receive(_buffer, 0, _buffer.Length, out error);
                answer.Append(Encoding.ASCII.GetString(_buffer, 0, count));
                return (count == 0 && error != SocketError.WouldBlock && connection.State != TcpState.SynSent) || Now >= end - 1;
            },
            milliseconds);
        connection!.Close();
        return error == SocketError.Success ? answer.ToString() : error.ToString();
    }

    private sealed class Station(Func<long, long> poll) : INodeApplication
    {
        public long Poll(long now) => poll(now);
    }
}
