// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Time;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>One stack at 192.168.7.2/24 with the gateway 192.168.7.1, and the test as all the other hosts, in virtual time.</summary>
internal sealed class IpBench
{
    public static readonly uint Far = IPv4Address.From(10, 1, 2, 3);

    public IpBench(Action<IPv4Options>? configure = null, uint? gateway = null, ScriptedLink? link = null, long start = 0, int clockStep = 1)
    {
        Clock = new SteppedClock(0, clockStep);
        Now = start;
        Link = link ?? new ScriptedLink(Frames.OwnMac);
        var options = new IPv4Options();
        configure?.Invoke(options);
        Stack = new NetworkStack(Link, new FixedEntropy(), new StackOptions { ClockStep = clockStep });
        Tcp = new TcpTransport(Stack, new TcpOptions());
        Ip = new IPv4(Stack, options);
        Ip.Configure(Frames.OwnHost, 24, new HostAddress(gateway ?? Frames.Peer));
    }

    public ScriptedLink Link { get; }

    public NetworkStack Stack { get; }

    public IPv4 Ip { get; }

    public TcpTransport Tcp { get; }

    public long Now { get; private set; }

    /// <summary>What the stack sees of the time.</summary>
    public SteppedClock Clock { get; }

    public static uint Host(int last) => IPv4Address.From(192, 168, 7, (byte)last);

    public static byte[] Mac(int last) => [0x02, 0, 0, 0, 1, (byte)last];

    /// <summary>A bench past its announcements.</summary>
    public static IpBench Settled(Action<IPv4Options>? configure = null, uint? gateway = null, ScriptedLink? link = null, long start = 0, int clockStep = 1)
    {
        var bench = new IpBench(configure, gateway, link, start, clockStep);
        bench.Advance(5000);
        bench.Link.Sent.Clear();
        return bench;
    }

    public int Count(Counter counter) => Stack.GetCount(counter);

    public int Count(ArpCounter counter) => Ip.GetCount(counter);

    public int Count(IPv4Counter counter) => Ip.GetCount(counter);

    public int Count(IcmpCounter counter) => Ip.GetCount(counter);

    public int Count(TcpCounter counter) => Tcp.GetCount(counter);

    public void Arrives(params byte[][] frames)
    {
        foreach (byte[] frame in frames)
        {
            Link.Arrive(frame);
        }

        Poll();
    }

    /// <summary>A host pings the stack, which asks for it and gets an answer. So the stack knows it.</summary>
    public void Introduce(int last)
    {
        Arrives(Ping(Host(last)));
        Asks(Host(last));
        Arrives(Frames.Arp(ArpPacket.Reply, Mac(last), Host(last), Frames.OwnMac, Frames.Own));
        SendsReply(Mac(last), Host(last));
    }

    /// <summary>An echo request, from an address behind whatever router.</summary>
    public static byte[] Ping(uint source, byte[]? data = null, int type = IcmpHeader.EchoRequest, int code = 0, byte[]? options = null)
    {
        byte[] message = [(byte)type, (byte)code, 0, 0, 0x12, 0x34, 0, 1, .. data ?? [1, 2, 3, 4]];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Frames.InternetChecksum(message));
        return Frames.IPv4(IPv4Header.ProtocolIcmp, message, source, options: options);
    }

    /// <summary>Expects that exactly this frame was sent next.</summary>
    public void Sends(byte[] frame)
    {
        Assert.True(Link.Sent.Count > 0, "nothing was sent");
        Assert.Equal(Convert.ToHexString(frame), Convert.ToHexString(Link.Sent.Dequeue()));
    }

    /// <summary>Expects a broadcast ARP request for an address.</summary>
    public void Asks(uint address) => Sends(Frames.Arp(ArpPacket.Request, Frames.OwnMac, Frames.Own, new byte[6], address));

    /// <summary>Expects an echo reply, and returns the message.</summary>
    public byte[] SendsReply(byte[] destinationMac, uint destination)
    {
        Assert.True(Link.Sent.Count > 0, "nothing was sent");
        byte[] frame = Link.Sent.Dequeue();
        Assert.Equal(destinationMac, frame[..6]);
        Assert.Equal(Frames.OwnMac, frame[6..12]);
        Assert.Equal([0x08, 0x00, 0x45], frame[12..15]);
        Assert.Equal(frame.Length - 14, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16)));
        Assert.Equal(64, frame[22]);
        Assert.Equal(IPv4Header.ProtocolIcmp, frame[23]);
        Assert.Equal(0, Frames.InternetChecksum(frame.AsSpan(14, 20)));
        Assert.Equal(Frames.Own, BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(26)));
        Assert.Equal(destination, BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(30)));
        Assert.Equal(0, Frames.InternetChecksum(frame.AsSpan(34)));
        return frame[34..];
    }

    public void SendsNothing() => Assert.Empty(Link.Sent);

    /// <summary>Lets time pass, polling as often as the stack wants.</summary>
    public void Advance(long milliseconds)
    {
        long end = Now + milliseconds;
        for (long next = Poll(); next <= end; next = Poll())
        {
            Now = Math.Max(next, Now);
        }

        Now = end;
        Poll();
    }

    /// <summary>Polls, and returns when the stack's clock will show the time of the next poll.</summary>
    public long Poll() => Clock.Awaits(Stack.Poll(Clock.Read(Now)), Now);
}
