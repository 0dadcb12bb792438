// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Simulation;

/// <summary>A client and a server of this project on a virtual wire, in virtual time.</summary>
internal sealed class TwoHosts
{
    public const int Port = 80;

    public TwoHosts(WireFaults? faults = null, Action<TcpOptions>? configure = null, int seed = 1)
    {
        Wire = new VirtualWire(faults);
        Network = new VirtualNetwork(Wire);
        (ClientStack, Client) = Host(Frames.PeerMac, Frames.Peer, configure, seed);
        (ServerStack, Server) = Host(Frames.OwnMac, Frames.Own, configure, seed + 1);
    }

    public VirtualWire Wire { get; }

    public VirtualNetwork Network { get; }

    public NetworkStack ClientStack { get; }

    public TcpTransport Client { get; }

    public NetworkStack ServerStack { get; }

    public TcpTransport Server { get; }

    /// <summary>Both ends of a new connection.</summary>
    public (TcpConnection Client, TcpConnection Server) Connect(int port = Port)
    {
        Assert.Equal(SocketError.Success, Server.Listen(port, 1, out TcpListener? listener));
        Assert.Equal(SocketError.Success, Client.Connect(Frames.OwnHost, port, 0, out TcpConnection? client));
        Network.RunUntil(() => listener!.Pending() && client!.State == TcpState.Established, 300_000);
        TcpConnection server = listener!.Accept()!;
        listener.Close();
        return (client!, server);
    }

    private (NetworkStack Stack, TcpTransport Tcp) Host(byte[] mac, uint address, Action<TcpOptions>? configure, int seed)
    {
        var options = new TcpOptions();
        configure?.Invoke(options);
        var stack = new NetworkStack(Wire.Attach(mac), new FixedEntropy(seed), new StackOptions());
        var tcp = new TcpTransport(stack, options);
        new IPv4(stack, new IPv4Options()).Configure(new HostAddress(address), 24, HostAddress.Any);
        Network.Add(stack);
        return (stack, tcp);
    }
}
