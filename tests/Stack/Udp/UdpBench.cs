// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Udp;

/// <summary>A stack with UDP at 192.168.7.2/24, and the test as the hosts 1 and 3, whose MAC addresses it knows.</summary>
internal sealed class UdpBench
{
    public const int Port = 7;
    public const int PeerPort = 5000;

    public static readonly uint Group = IPv4Address.From(239, 1, 2, 3);
    public static readonly uint NetworkBroadcast = IPv4Address.From(192, 168, 7, 255);

    public UdpBench(bool offloads = false)
    {
        Bench = IpBench.Settled(link: new ScriptedLink(Frames.OwnMac, offloadsChecksum: offloads));
        Udp = new UdpTransport(Bench.Stack);
        Bench.Introduce(1);
        Bench.Introduce(3);
    }

    public IpBench Bench { get; }

    public UdpTransport Udp { get; }

    public ScriptedLink Link => Bench.Link;

    public static HostEndPoint EndPoint(int host, int port = PeerPort) => new(new HostAddress(IpBench.Host(host)), port);

    public int Count(UdpCounter counter) => Udp.GetCount(counter);

    public UdpSocket Socket(int queueLength = 4, int queueBytes = 1472)
        => new(Udp, new UdpSocketOptions { QueueLength = queueLength, QueueBytes = queueBytes });

    /// <summary>A socket with a port.</summary>
    public UdpSocket Bound(int port = Port, int queueLength = 4, int queueBytes = 1472)
    {
        UdpSocket socket = Socket(queueLength, queueBytes);
        Assert.Equal(SocketError.Success, socket.Bind(port));
        return socket;
    }

    /// <summary>A socket connected to a host.</summary>
    public UdpSocket Connected(int host = 1)
    {
        UdpSocket socket = Bound();
        Assert.Equal(SocketError.Success, socket.Connect(EndPoint(host)));
        return socket;
    }

    /// <summary>A datagram from a host arrives.</summary>
    public void Arrives(byte[] data, int host = 1, int port = PeerPort, int to = Port, uint? destination = null)
        => Bench.Arrives(Frames.Udp(port, to, data, IpBench.Host(host), destination));

    /// <summary>A host or router reports an error about a datagram that the stack has sent.</summary>
    public void Error(int type, int code, byte[] about, int reporter = 1)
        => Bench.Arrives(Frames.Icmp(type, code, 0, [.. about.AsSpan(EthernetHeader.Length, 28)], IpBench.Host(reporter)));

    /// <summary>Expects that a datagram waits, and takes it.</summary>
    public static byte[] Receives(UdpSocket socket, HostEndPoint? from = null)
    {
        byte[] buffer = new byte[2000];
        int length = socket.Receive(buffer, 0, buffer.Length, from, out SocketError error);
        Assert.Equal(SocketError.Success, error);
        return buffer[..length];
    }

    /// <summary>Expects that none waits.</summary>
    public static void ReceivesNothing(UdpSocket socket) => Assert.Equal(SocketError.WouldBlock, TakeError(socket));

    /// <summary>What a call without a datagram says.</summary>
    public static SocketError TakeError(UdpSocket socket)
    {
        Assert.Equal(0, socket.Receive(new byte[2000], 0, 2000, null, out SocketError error));
        return error;
    }

    /// <summary>Expects a datagram sent, with all headers right, and returns the frame.</summary>
    public byte[] Sends(byte[] data, uint destination, int port = PeerPort, int from = Port, bool hasChecksum = true)
    {
        Assert.True(Link.Sent.Count > 0, "nothing was sent");
        byte[] frame = Link.Sent.Dequeue();
        Assert.Equal(Frames.OwnMac, frame[6..12]);
        Assert.Equal([0x08, 0x00, 0x45], frame[12..15]);
        Assert.Equal(28 + data.Length, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16)));
        Assert.Equal(IPv4Header.ProtocolUdp, frame[23]);
        Assert.Equal(0, Frames.InternetChecksum(frame.AsSpan(14, 20)));
        Assert.Equal(Frames.Own, BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(26)));
        Assert.Equal(destination, BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(30)));
        Assert.Equal(from, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(34)));
        Assert.Equal(port, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(36)));
        Assert.Equal(8 + data.Length, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(38)));
        Assert.Equal(hasChecksum, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(40)) != 0);
        Assert.True(!hasChecksum || Frames.UdpChecksum(frame) == 0);
        Assert.Equal(data, frame[42..]);
        return frame;
    }
}
