// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tests.Stack;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Servers;

/// <summary>A station for servers, 192.168.7.1, and a client beside it.</summary>
internal sealed class ServerBench
{
    public static readonly IPv4Prefix Server = new(IPv4Address.From(192, 168, 7, 1), 24);

    private readonly NetworkStack _server;
    private readonly NetworkStack _client;
    private readonly VirtualWire _wire = new();
    private readonly byte[] _received = new byte[1472];
    private readonly HostEndPoint _from = new();

    public ServerBench()
    {
        _server = new NetworkStack(_wire.Attach([2, 0, 0, 0, 0, 1]), new FixedEntropy(1), new StackOptions());
        new IPv4(_server, new IPv4Options()).Configure(Server.Address.ToHostAddress(), Server.Length, HostAddress.Any);
        ServerUdp = new UdpTransport(_server);
        _client = new NetworkStack(_wire.Attach([2, 0, 0, 0, 0, 2]), new FixedEntropy(2), new StackOptions());
        ClientIp = new IPv4(_client, new IPv4Options());
        Socket = new UdpSocket(new UdpTransport(_client), new UdpSocketOptions());
    }

    public UdpTransport ServerUdp { get; }

    public IPv4 ClientIp { get; }

    /// <summary>The client's socket, not bound yet.</summary>
    public UdpSocket Socket { get; }

    public long Now { get; private set; }

    /// <summary>Sends a datagram, and returns the answer; null if there is none.</summary>
    public byte[]? Ask(NetworkService server, byte[] request, HostEndPoint to)
    {
        for (int i = 0; i < 4; i++)
        {
            Pass(server, 1);
        }

        Assert.Equal(SocketError.Success, Socket.SendTo(request, 0, request.Length, to));
        for (int i = 0; i < 10; i++)
        {
            Pass(server, 1);
            int length = Socket.Receive(_received, 0, _received.Length, _from, out SocketError error);
            if (error == SocketError.Success)
            {
                return _received[..length];
            }
        }

        return null;
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(NetworkService server, long milliseconds)
    {
        Now += milliseconds;
        _wire.Advance(Now);
        _client.Poll(Now);
        _server.Poll(Now);
        server.Poll(Now);
        _server.Flush(Now);
        _client.Poll(Now);
    }
}
