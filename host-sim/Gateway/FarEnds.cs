// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using NanoTcp.Host;
using NanoTcp.HostSim.Platform;
using NanoTcp.HostSim.Tap;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Servers;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Udp;
using SocketError = System.Net.Sockets.SocketError;

namespace NanoTcp.HostSim.Gateway;

/// <summary>Makes what the board's cable leads to.</summary>
internal static class FarEnds
{
    /// <summary>This is the address of no station. The wire gives the bridge all frames for stations that it does not know.</summary>
    private static readonly byte[] s_noStation = new byte[6];

    /// <summary>The domain of the simulated network: that of homes (RFC 8375).</summary>
    private const string Zone = "home.arpa";

    /// <summary>Ports on 127.0.0.1 that lead to the board's web server and to other ports of the board. The gateway also serves DHCP, DNS and NTP.</summary>
    /// <param name="ports">The ports.</param>
    /// <param name="gateway">The gateway's own address and network.</param>
    /// <param name="boardAddress">The board's address at present.</param>
    /// <param name="wire">The wire.</param>
    /// <param name="network">What runs on it.</param>
    /// <exception cref="IOException">A port cannot be opened.</exception>
    public static SocketGateway Gateway(GatewayPorts ports, IPv4Prefix gateway, Func<HostAddress> boardAddress, VirtualWire wire, VirtualNetwork network)
    {
        WirePort port = wire.Attach(MacAddress.Derive("gateway", gateway.Address));
        NetworkStack stack = new(port, new SystemEntropy(), new StackOptions());

        // A client that keeps its end open keeps a connection here. There may be more of them than the board has connections.
        TcpTransport tcp = new(stack, new TcpOptions
        {
            MaxConnections = 256,
            SendBuffer = 8192,
            ReceiveBuffer = 8192,
            FinWait2Entries = 64,
            TimeWaitEntries = 64,
            MaxListeners = Math.Max(ports.Reach.Count, 1),
        });
        new IPv4(stack, new IPv4Options()).Configure(gateway.Address.ToHostAddress(), gateway.Length, HostAddress.Any);
        Socket listener = LoopbackListener.OpenOrNext(ports.Url, out SocketError refusal);
        string? remark = refusal == SocketError.Success ? null
            : $"{ports.Url} is {(refusal == SocketError.AccessDenied ? "not permitted" : "taken")}: the next free one is used";
        WayIn[] waysIn =
        [
            new(tcp, boardAddress, HttpServer.DefaultPort, listener),
            .. ports.Forwards.Select(forward => new WayIn(tcp, boardAddress, forward.BoardPort, LoopbackListener.Open(forward.HostPort))),
        ];
        SocketGateway farEnd = new(gateway.Address, waysIn, [.. ports.Reach.Select(reached => new WayOut(tcp, reached))], new StopRequest(), remark)
        {
            StackPort = port,
            Servers = Servers(new UdpTransport(stack), gateway),
        };
        network.Add(stack, farEnd);
        return farEnd;
    }

    /// <summary>A TAP interface, with the kernel behind it.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="board">The board, and its address and network. An interface that is made gets the address beside it.</param>
    /// <param name="boardHost">By what name or address the board is found at present.</param>
    /// <param name="wire">The wire.</param>
    /// <param name="network">What runs on it.</param>
    /// <exception cref="TapException">The interface cannot be used.</exception>
    public static TapBridge Tap(string name, (byte[] Mac, IPv4Prefix Address) board, Func<string> boardHost, VirtualWire wire, VirtualNetwork network)
    {
        TapLink tap = TapLink.Open(name, board.Mac, board.Address);
        TapBridge bridge = new(name, tap, boardHost, wire.Attach(s_noStation), new StopSignal());
        network.Add(bridge);
        return bridge;
    }

    private static NetworkService[] Servers(UdpTransport udp, IPv4Prefix gateway)
    {
        DhcpServer dhcp = new(udp, DhcpPool.Of(gateway, Zone));
        IEnumerable<(string Host, uint Address)> Hosts() =>
            [("gateway", gateway.Address), .. dhcp.Leases.Where(lease => !lease.IsOffer && lease.HostName.Length > 0).Select(lease => (lease.HostName, lease.Address))];
        return [dhcp, new DnsServer(udp, Zone, Hosts), new NtpServer(udp, () => DateTimeOffset.UtcNow)];
    }
}
