// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Simulation.Messages;
using NanoTcp.Sntp;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Sntp;

/// <summary>An SNTP client on a stack at 192.168.7.2/24, and the test as its time servers, the hosts 1 and 3 to 7. Their MAC addresses are known.</summary>
internal sealed class SntpBench : ServiceBench
{
    public static readonly DateTimeOffset Time = new(2027, 3, 4, 5, 6, 7, 500, TimeSpan.Zero);

    public SntpBench(Action<SntpOptions>? configure = null, params int[] servers)
        : this(1, configure, servers)
    {
    }

    public SntpBench(int clockStep, Action<SntpOptions>? configure = null, params int[] servers)
        : base(Frames.OwnMac, clockStep: clockStep)
    {
        var options = new SntpOptions();
        configure?.Invoke(options);
        Udp = new UdpTransport(Stack);
        foreach (int server in servers)
        {
            Settings.AddNtpServer(Host(server));
        }

        Sntp = new SntpClient(Udp, Ip, Settings, options);
        HasAddress();
    }

    public NetworkSettings Settings { get; } = new();

    public UdpTransport Udp { get; }

    public SntpClient Sntp { get; }

    protected override NetworkService Service => Sntp;

    public static HostAddress Host(int last) => new(IpBench.Host(last));

    public int Count(SntpCounter counter) => Sntp.GetCount(counter);

    /// <summary>The host gets its address, and knows the servers' MAC addresses.</summary>
    public void HasAddress()
    {
        Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        Link.Collects = false;
        foreach (int host in (int[])[1, 3, 4, 5, 6, 7])
        {
            Stack.Poll(Clock.Read(Now));
            Link.Arrive(IpBench.Ping(IpBench.Host(host)));
            Stack.Poll(Clock.Read(Now));
            Link.Arrive(Frames.Arp(ArpPacket.Reply, IpBench.Mac(host), IpBench.Host(host), Frames.OwnMac, Frames.Own));
            Stack.Poll(Clock.Read(Now));
        }

        // Both announcements.
        Stack.Poll(Clock.Read(Now) + Stack.AtLeast(2000));
        Link.Collects = true;
    }

    /// <summary>Lets time pass until a request is sent.</summary>
    public SntpRequest Asks(int limit = 100_000)
    {
        AdvanceToSent(1, limit);
        return TakeRequest();
    }

    /// <summary>The request that was sent next.</summary>
    public SntpRequest TakeRequest()
    {
        byte[] frame = Link.Sent.Dequeue();
        Assert.Equal(IPv4Header.ProtocolUdp, frame[23]);
        Assert.Equal(123, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(36)));
        return new SntpRequest(Now, frame[33], BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(34)), frame[42..]);
    }

    /// <summary>A right answer to a request.</summary>
    public static NtpMessage Answer(SntpRequest request, DateTimeOffset? time = null, int inServer = 0)
    {
        DateTimeOffset sent = time ?? Time;
        ulong receive = NtpMessage.Timestamp(sent.AddMilliseconds(-inServer));
        return new NtpMessage(0, 4, NtpMessage.ServerMode, 2, receive, request.Cookie, receive, NtpMessage.Timestamp(sent));
    }

    /// <summary>A datagram arrives for the request's port.</summary>
    public void Arrives(SntpRequest request, byte[] message, int? host = null, int port = 123, int? to = null)
        => Arrives(Frames.Udp(port, to ?? request.Port, message, IpBench.Host(host ?? request.Host)));

    public void Arrives(SntpRequest request, NtpMessage message) => Arrives(request, message.ToBytes());

    /// <summary>A kiss of death (RFC 5905 §7.4).</summary>
    public void Kisses(SntpRequest request, string code)
    {
        byte[] message = new NtpMessage(3, 4, NtpMessage.ServerMode, 0, 0, request.Cookie, 0, 0).ToBytes();
        System.Text.Encoding.ASCII.GetBytes(code).CopyTo(message, 12);
        Arrives(request, message);
    }

    /// <summary>Asks and is answered.</summary>
    public SntpRequest Synchronizes(DateTimeOffset? time = null)
    {
        SntpRequest request = Asks(int.MaxValue);
        Arrives(request, Answer(request, time));
        Assert.True(Sntp.IsSynchronized);
        return request;
    }

    /// <summary>Expects that the client knows the time.</summary>
    public void Knows(DateTimeOffset time)
    {
        Assert.True(Sntp.TryGetUtc(Clock.Read(Now), out long utc));
        Assert.Equal(time, DateTimeOffset.FromUnixTimeMilliseconds(utc));
    }

    public void KnowsNothing()
    {
        Assert.False(Sntp.IsSynchronized);
        Assert.False(Sntp.TryGetUtc(Clock.Read(Now), out long utc));
        Assert.Equal(0, utc);
    }
}
