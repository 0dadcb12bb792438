// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Time;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// One stack, and the test as the host at the other end, in virtual time. Sequence numbers read as in the figures of RFC 9293. The other end's are
/// the real ones (it starts at 100). The stack's are shifted so that it starts at 300. The stack's timestamps are shifted too: that of its first SYN
/// is 500.
/// </summary>
internal sealed class TcpBench
{
    public const int Port = 80;
    public const int PeerPort = 5000;
    public const uint Iss = 300;
    public const uint FirstTimestamp = 500;

    /// <summary>The stack's real initial sequence number, by the other end's host and port and the stack's port.</summary>
    private readonly Dictionary<(int, int, int), uint> _realIss = [];

    /// <summary>The stack's first real timestamp, by the other end's host: they have one clock in common.</summary>
    private readonly Dictionary<int, uint> _realTimestamp = [];

    public TcpBench(Action<TcpOptions>? configure = null, bool resolved = true, ScriptedLink? link = null, int framesPerPoll = 16, int clockStep = 1)
    {
        Clock = new SteppedClock(0, clockStep);
        Link = link ?? new ScriptedLink(Frames.OwnMac);

        // Nagle's algorithm and the end of silent connections have tests of their own.
        var options = new TcpOptions
        {
            Server = new TcpConnectionOptions { NoDelay = true },
            Client = new TcpConnectionOptions { NoDelay = true },
        };
        configure?.Invoke(options);

        // ARP has tests of its own. Here an entry outlives all tests, and a station that is asked after retransmissions is still there.
        Link.NeighboursConfirm = true;
        Stack = new NetworkStack(Link, new FixedEntropy(), new StackOptions { MaxFramesPerPoll = framesPerPoll, ClockStep = clockStep });
        Tcp = new TcpTransport(Stack, options);
        Ip = new IPv4(Stack, new IPv4Options { ArpLifetime = 1_000_000_000 });
        Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        Advance(5000);
        if (resolved)
        {
            Resolve(1);
        }

        Link.Sent.Clear();
    }

    public ScriptedLink Link { get; }

    public NetworkStack Stack { get; }

    public IPv4 Ip { get; }

    public TcpTransport Tcp { get; }

    public long Now { get; private set; }

    /// <summary>What the stack sees of the time.</summary>
    public SteppedClock Clock { get; }

    public int Count(Counter counter) => Stack.GetCount(counter);

    public int Count(ArpCounter counter) => Ip.GetCount(counter);

    public int Count(IPv4Counter counter) => Ip.GetCount(counter);

    public int Count(IcmpCounter counter) => Ip.GetCount(counter);

    public int Count(TcpCounter counter) => Tcp.GetCount(counter);

    /// <summary>The address of a host on the stack's network.</summary>
    public static uint Address(int host) => IPv4Address.From(192, 168, 7, (byte)host);

    /// <summary>Makes the MAC address of another host known: it pings the stack, which asks where the answer has to go.</summary>
    public void Resolve(int host)
    {
        Link.Collects = false;
        Link.Arrive(Frames.Icmp(IcmpHeader.EchoRequest, 0, 0, [], Address(host)));
        Poll();
        Link.Arrive(Frames.Arp(ArpPacket.Reply, Frames.PeerMac, Address(host), Frames.OwnMac, Frames.Own));
        Poll();
        Link.Collects = true;
    }

    /// <summary>Opens a port.</summary>
    public TcpListener Listen(int port = Port, int backlog = 4)
    {
        Assert.Equal(SocketError.Success, Tcp.Listen(port, backlog, out TcpListener? listener));
        return listener!;
    }

    /// <summary>An accepted connection in ESTABLISHED: the other end's next number is 101, if the SYN does not say otherwise, the stack's 301.</summary>
    public TcpConnection Established(string syn = "SYN seq=100 win=4096 mss=1000")
    {
        TcpListener listener = Listen();
        Segment first = Segment.Parse(syn);
        uint next = unchecked(first.Seq!.Value + 1);
        Arrives(syn);
        Sends($"SYN,ACK seq=300 ack={next}");
        string timestamps = first.TimestampValue is { } value ? $"ts={value}/{FirstTimestamp}" : "";
        Arrives($"ACK seq={next} ack=301 win={first.Win} {timestamps}");
        SendsNothing();
        TcpConnection connection = listener.Accept()!;
        Assert.Equal(TcpState.Established, connection.State);
        return connection;
    }

    /// <summary>A connection begun by the stack, SYN not yet sent.</summary>
    public TcpConnection Connect(int localPort = Port)
    {
        Assert.Equal(SocketError.Success, Tcp.Connect(Frames.PeerHost, PeerPort, localPort, out TcpConnection? connection));
        return connection!;
    }

    /// <summary>A segment from the other end arrives. Without ports it is for the stack's port 80 from 5000.</summary>
    public void Arrives(string text) => Arrives(Segment.Parse(text));

    /// <inheritdoc cref="Arrives(string)"/>
    public void Arrives(Segment segment)
    {
        Queue(segment);
        Poll();
    }

    /// <summary>Leaves a segment on the link until the next poll.</summary>
    public void Queue(Segment segment)
    {
        segment.SourcePort = segment.SourcePort == 0 ? PeerPort : segment.SourcePort;
        segment.DestinationPort = segment.DestinationPort == 0 ? Port : segment.DestinationPort;
        if (segment.Ack is { } ack && _realIss.TryGetValue((segment.Host, segment.SourcePort, segment.DestinationPort), out uint iss))
        {
            segment.Ack = ack - Iss + iss;
            segment.Sack = segment.Sack?.Select(block => (block.Start - Iss + iss, block.End - Iss + iss)).ToArray();
        }

        if (segment.TimestampEcho is > 0 and { } echo && _realTimestamp.TryGetValue(segment.Host, out uint clock))
        {
            segment.TimestampEcho = echo - FirstTimestamp + clock;
        }

        if (segment.Data.Length == 0 && segment.Length > 0)
        {
            segment.Data = Text(segment.Seq!.Value, segment.Length);
        }

        Link.Arrive(Frames.Tcp(segment.ToBytes(), Address(segment.Host)));
    }

    /// <summary>The text that the other end sends at a sequence number, always the same.</summary>
    public static byte[] Text(uint sequence, int length)
        => [.. Enumerable.Range(0, length).Select(i => (byte)((sequence + (uint)i) * 31 >> 2))];

    /// <summary>Expects the next segment sent, and returns it.</summary>
    public Segment Sends(string expected)
    {
        Assert.True(Link.Sent.Count > 0, $"nothing was sent; expected {expected}");
        Segment sent = Take();
        Assert.True(sent.Matches(Segment.Parse(expected)), $"sent     {sent}\nexpected {expected}");
        return sent;
    }

    /// <summary>The next segment sent, whatever it is.</summary>
    public Segment Take()
    {
        Segment sent = Segment.FromFrame(Link.Sent.Dequeue());
        (int, int, int) key = (sent.Host, sent.DestinationPort, sent.SourcePort);
        if ((sent.Flags & TcpHeader.Syn) != 0)
        {
            _realIss[key] = sent.WireSeq;
        }

        if (_realIss.TryGetValue(key, out uint iss) && sent.Seq != 0)
        {
            sent.Seq = sent.Seq - iss + Iss;
        }

        if (sent.TimestampValue is { } value)
        {
            _realTimestamp.TryAdd(sent.Host, value);
            sent.TimestampValue = value - _realTimestamp[sent.Host] + FirstTimestamp;
        }

        return sent;
    }

    /// <summary>Expects that nothing (more) was sent.</summary>
    public void SendsNothing()
    {
        if (Link.Sent.Count > 0)
        {
            Assert.Fail($"sent {Take()}; expected nothing");
        }
    }

    /// <summary>A router or the other host answers a sent segment with an ICMP error.</summary>
    public void Error(int type, int code, Segment about, int nextHopMtu = 0)
    {
        byte[] quoted = [.. about.Frame.AsSpan(EthernetHeader.Length, 28)];
        Link.Arrive(Frames.Icmp(type, code, (uint)nextHopMtu, quoted));
        Poll();
    }

    /// <summary>A turn of a program's loop, without an application.</summary>
    public void Poll()
    {
        Stack.Poll(Clock.Read(Now));
        Stack.Flush(Clock.Read(Now));
    }

    /// <summary>Lets time pass, polling as often as the stack wants.</summary>
    public void Advance(long milliseconds)
    {
        long end = Now + milliseconds;
        for (int polls = 0; ; polls++)
        {
            Assert.True(polls < 10_000, "the stack asks to be polled again and again");
            long next = PollUntilNext();
            if (next > end)
            {
                break;
            }

            Now = Math.Max(next, Now);
        }

        Now = end;
        PollUntilNext();
    }

    /// <summary>Lets time pass until the stack sends something, and returns how long that took.</summary>
    public long UntilSends(long limit = 1_000_000)
    {
        long start = Now;
        while (Link.Sent.Count == 0)
        {
            long next = PollUntilNext();
            if (Link.Sent.Count == 0)
            {
                Assert.True(next <= start + limit, "nothing will be sent");
                Now = Math.Max(next, Now);
            }
        }

        return Now - start;
    }

    public void Write(TcpConnection connection, int length)
    {
        Assert.Equal(length, connection.Send(new byte[length], 0, length, out SocketError error));
        Assert.Equal(SocketError.Success, error);
    }

    public byte[] Read(TcpConnection connection, int size = 10_000)
    {
        byte[] buffer = new byte[size];
        int length = connection.Receive(buffer, 0, size, out SocketError error);
        Assert.Equal(SocketError.Success, error);
        return buffer[..length];
    }

    /// <summary>Returns when the stack's clock will show the time that it wants to be polled at.</summary>
    private long PollUntilNext() => Clock.Awaits(Stack.Poll(Clock.Read(Now)), Now);
}
