// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>While the link is down, or up and takes nothing, no waiting segment counts as sent. Each leaves as soon as the link takes it.</summary>
public class LinkDownTests
{
    private const int Outage = 9_000;

    private readonly TcpBench _bench = new();

    public LinkDownTests()
    {
        _bench.Link.NeighboursConfirm = false;
    }

    public static TheoryData<bool> Outages => [true, false];

    private static TcpConnectionOptions KeepsAlive
        => new() { NoDelay = true, KeepAlive = true, KeepAliveTime = 1000, KeepAliveInterval = 100, KeepAliveRetries = 3 };

    /// <summary>Takes the link away. If the cable stays plugged in, the link takes no frame.</summary>
    private void Stop(bool unplugs)
    {
        _bench.Link.HasCable = !unplugs;
        _bench.Link.Room = 0;
    }

    private void Resume()
    {
        _bench.Link.HasCable = true;
        _bench.Link.Room = int.MaxValue;
    }

    /// <summary>Polls after the outage until something leaves, and returns how long that took. After a new link the announcement leaves first.</summary>
    private long UntilSegment(bool unplugs)
    {
        long waited = _bench.UntilSends();
        if (unplugs)
        {
            Assert.Equal(0x06, _bench.Link.Sent.Dequeue()[13]);
            Confirm();
            waited += _bench.UntilSends();
        }

        return waited;
    }

    /// <summary>The other end confirms its address, which is asked for after a new link.</summary>
    private void Confirm()
    {
        _bench.UntilSends();
        Assert.Equal(0x06, _bench.Link.Sent.Dequeue()[13]);
        _bench.Link.Arrive(Frames.Arp(NanoTcp.Wire.ArpPacket.Reply, Frames.PeerMac, Frames.Peer, Frames.OwnMac, Frames.Own));
        _bench.Poll();
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public void Text_in_flight_leaves_again_at_once_and_nothing_has_backed_off(bool unplugs)
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1460");
        _bench.Write(connection, 1000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        Stop(unplugs);
        _bench.Advance(Outage);
        Assert.Equal(0, _bench.Count(TcpCounter.Retransmissions));
        Resume();
        Assert.InRange(UntilSegment(unplugs), 0, 1);
        _bench.Sends("ACK seq=301 len=1000");
        Assert.Equal(1, _bench.Count(TcpCounter.Retransmissions));

        // The next one after the same timeout as ever.
        Assert.InRange(_bench.UntilSends(), 190, 210);
        _bench.Sends("ACK seq=301 len=1000");
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public void Segments_stay_as_large_as_they_were(bool unplugs)
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1460");
        _bench.Write(connection, 2000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1460");
        _bench.Sends("ACK len=540");
        Stop(unplugs);
        _bench.Advance(Outage);
        Resume();
        UntilSegment(unplugs);
        _bench.Sends("ACK seq=301 len=1460");
        Assert.Equal(0, _bench.Count(TcpCounter.BlackHoles));
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public void Text_written_meanwhile_leaves_at_once_and_is_timed_from_then(bool unplugs)
    {
        TcpConnection connection = _bench.Established();
        Stop(unplugs);
        _bench.Write(connection, 10);
        _bench.Advance(Outage);
        Assert.Equal(0, _bench.Count(TcpCounter.WindowProbes));
        Resume();
        Assert.InRange(UntilSegment(unplugs), 0, 1);
        _bench.Sends("ACK seq=301 len=10");
        Assert.InRange(_bench.UntilSends(), 200, 201);
        Assert.Equal(1, _bench.Count(TcpCounter.Retransmissions));
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public void A_keep_alive_probe_that_was_not_taken_was_not_left_unanswered(bool unplugs)
    {
        TcpConnection connection = _bench.Established();
        connection.Options = KeepsAlive;
        Stop(unplugs);
        _bench.Advance(Outage);
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(0, _bench.Count(TcpCounter.KeepAliveProbes));
        Resume();
        UntilSegment(unplugs);
        _bench.Sends("ACK seq=300");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public void A_connect_waits_for_the_link(bool unplugs)
    {
        Stop(unplugs);
        TcpConnection connection = _bench.Connect();
        _bench.Advance(Outage);
        Assert.Equal(TcpState.SynSent, connection.State);
        Resume();
        Assert.InRange(UntilSegment(unplugs), 0, 1);
        _bench.Sends("SYN seq=300");
        Assert.Equal(0, _bench.Count(TcpCounter.Retransmissions));
        Assert.Equal(1000, _bench.UntilSends());
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public void Nothing_is_counted_as_sent(bool unplugs)
    {
        TcpConnection connection = _bench.Established();
        int sent = _bench.Count(TcpCounter.SegmentsSent);
        Stop(unplugs);
        _bench.Write(connection, 10);
        _bench.Arrives("SYN from=9 to=9 seq=1");
        _bench.Advance(Outage);
        connection.Abort();
        Assert.Equal(sent, _bench.Count(TcpCounter.SegmentsSent));
        Assert.Equal(0, _bench.Count(TcpCounter.ResetsSent));
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public void A_SYN_ACK_that_nobody_could_hear_was_not_repeated(bool unplugs)
    {
        _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        Stop(unplugs);
        _bench.Advance(2000);
        Assert.Equal(0, _bench.Count(TcpCounter.Retransmissions));
        Resume();
        _bench.Advance(100);
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.SynReceived));
    }

    [Fact]
    public void A_user_timeout_counts_on()
    {
        TcpConnection connection = _bench.Established();
        connection.Options = new TcpConnectionOptions { NoDelay = true, UserTimeout = 5000 };
        Stop(unplugs: true);
        _bench.Write(connection, 10);
        _bench.Advance(5300);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }
}
