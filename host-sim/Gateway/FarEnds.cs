// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using NanoTcp.Host;
using NanoTcp.HostSim.Platform;
using NanoTcp.HostSim.Tap;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using SocketError = System.Net.Sockets.SocketError;

namespace NanoTcp.HostSim.Gateway;

/// <summary>Makes what the board's cable leads to.</summary>
internal static class FarEnds
{
    /// <summary>This is the address of no station. The wire gives the bridge all frames for stations that it does not know.</summary>
    private static readonly byte[] s_noStation = new byte[6];

    /// <summary>Ports on 127.0.0.1 that lead to the board's web server and to other ports of the board.</summary>
    /// <param name="board">The board's address and network.</param>
    /// <param name="address">The gateway's address there; 0: the one beside the board's.</param>
    /// <exception cref="IOException">A port cannot be opened.</exception>
    public static SocketGateway Gateway(GatewayPorts ports, IPv4Prefix board, uint address, VirtualWire wire, VirtualNetwork network)
    {
        address = address != 0 ? address : board.Neighbour.Address;
        WirePort port = wire.Attach(MacAddress.Derive("gateway", address));
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
        new IPv4(stack, new IPv4Options()).Configure(address.ToHostAddress(), board.Length, HostAddress.Any);
        Socket listener = LoopbackListener.OpenOrNext(ports.Url, out SocketError refusal);
        string? remark = refusal == SocketError.Success ? null
            : $"{ports.Url} is {(refusal == SocketError.AccessDenied ? "not permitted" : "taken")}: the next free one is used";
        WayIn[] waysIn =
        [
            new(tcp, board.Address, HttpServer.DefaultPort, listener),
            .. ports.Forwards.Select(forward => new WayIn(tcp, board.Address, forward.BoardPort, LoopbackListener.Open(forward.HostPort))),
        ];
        SocketGateway gateway = new(address, waysIn, [.. ports.Reach.Select(reached => new WayOut(tcp, reached))], new StopRequest(), remark) { StackPort = port };
        network.Add(stack, gateway);
        return gateway;
    }

    /// <summary>A TAP interface, with the kernel behind it.</summary>
    /// <exception cref="TapException">The interface cannot be used.</exception>
    public static TapBridge Tap(string name, byte[] mac, IPv4Prefix board, VirtualWire wire, VirtualNetwork network)
    {
        TapLink tap = TapLink.Open(name, mac, board);
        TapBridge bridge = new(name, tap, board.Address, wire.Attach(s_noStation), new StopSignal());
        network.Add(bridge);
        return bridge;
    }
}
