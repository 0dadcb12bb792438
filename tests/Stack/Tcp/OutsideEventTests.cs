// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// A message or segment without news changes nothing: it restarts no timer, sends nothing again, and resets no counter that ends a connection.
/// Hundreds of each come between the timers. The stack must send the same segments as without them, at the same times, to the end of the connection.
/// Only answers are added: at most one for each, without text.
/// </summary>
public class OutsideEventTests
{
    private const int Storm = 300;
    private const int Lifetime = 2_000_000;

    /// <summary>ICMP about a segment on its way that is no reason to end a connection: type, code, and the next hop's MTU.</summary>
    private static readonly (int Type, int Code, int Mtu)[] s_icmp =
    [
        .. Enumerable.Range(0, 16).Where(code => code != 4).Select(code => (3, code, 0)),
        (3, 4, 1500), (3, 4, 65535), (3, 4, 67), (3, 4, 1),
        (0, 0, 0), (4, 0, 0), (5, 0, 0), (5, 1, 0), (5, 2, 0), (5, 3, 0), (9, 0, 0), (10, 0, 0), (11, 0, 0), (11, 1, 0), (12, 0, 0), (12, 1, 0), (12, 2, 0), (14, 0, 0), (18, 0, 0),
        (40, 0, 0), (255, 255, 0),
    ];

    /// <summary>Segments that do not belong to the connection, or that it has had before. The other end is at 101 and has acknowledged 301.</summary>
    private static readonly string[] s_segments =
    [
        "RST seq=100 ack=301", "RST seq=102 ack=301", "RST seq=90000", "RST,ACK seq=102 ack=301",
        "SYN seq=100 win=4096 mss=40", "SYN seq=90000 win=4096", "SYN,ACK seq=100 ack=301 win=4096", "SYN,ACK seq=101 ack=301 win=4096",
        "ACK seq=90000 ack=301 win=4096", "ACK seq=90000 ack=301 win=0", "ACK seq=90 ack=301 win=4096 len=11", "ACK seq=50 ack=301 win=4096 len=20",
        "FIN,ACK seq=90000 ack=301 win=4096", "FIN,ACK seq=50 ack=301 win=4096",
        "ACK seq=101 ack=900000 win=4096", "ACK seq=101 ack=4000000000 win=4096", "ACK,URG seq=90000 ack=301 win=4096 urg=9",
        "- seq=101 len=5", "FIN seq=101", "URG seq=101", "PSH seq=101 len=1",
    ];

    /// <summary>Selective acknowledgments that are impossible or known, for a connection that has agreed on them.</summary>
    private static readonly string[] s_blocks =
    [
        "ACK seq=101 ack=301 win=4096", "ACK seq=101 ack=301 win=4096 sack=50-60", "ACK seq=101 ack=301 win=4096 sack=200-400", "ACK seq=101 ack=301 win=4096 sack=1301-1301",
        "ACK seq=101 ack=301 win=4096 sack=2301-1301", "ACK seq=101 ack=301 win=4096 sack=1301-90000", "ACK seq=101 ack=301 win=4096 sack=90000-91000", "ACK seq=101 ack=301 win=4096 sack=none",
        "ACK seq=101 ack=301 win=4096 mss=40", "ACK seq=101 ack=301 win=4096 wscale=14", "ACK seq=101 ack=301 win=4096 sackok",
    ];

    public static TheoryData<int, int, int> Icmp => new(s_icmp);

    public static TheoryData<string> Segments => [.. s_segments];

    public static TheoryData<string> Blocks => [.. s_segments, .. s_blocks];

    [Theory]
    [MemberData(nameof(Icmp))]
    public void ICMP_about_what_is_in_flight_moves_nothing(int type, int code, int mtu)
    {
        Same(InFlight, (bench, sent) => bench.Error(type, code, sent, mtu));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-1000)]
    [InlineData(3000)]
    [InlineData(100_000)]
    public void ICMP_about_what_is_not_in_flight_moves_nothing_whatever_it_says(int from)
    {
        Same(InFlight, (bench, sent) =>
        {
            Segment other = Segment.FromFrame([.. sent.Frame]);
            BigEndian.WriteUInt32(other.Frame, EthernetHeader.Length + IPv4Header.MinLength + TcpHeader.SequenceNumber, other.WireSeq + (uint)from);
            bench.Error(3, 4, other, 500);
            bench.Error(3, 3, other);
        });
    }

    [Theory]
    [MemberData(nameof(Icmp))]
    public void ICMP_about_a_SYN_moves_nothing_unless_it_ends_the_attempt(int type, int code, int mtu)
    {
        if (type == 3 && code is 2 or 3 or 9 or 10 or 13)
        {
            // RFC 1122 §4.2.3.9: those do.
            return;
        }

        Same(Opening, (bench, sent) => bench.Error(type, code, sent, mtu));
    }

    [Theory]
    [MemberData(nameof(Icmp))]
    public void ICMP_about_an_answered_SYN_moves_nothing(int type, int code, int mtu)
    {
        Same(HalfOpen, (bench, sent) => bench.Error(type, code, sent, mtu));
    }

    [Theory]
    [MemberData(nameof(Icmp))]
    public void ICMP_about_a_last_FIN_moves_nothing(int type, int code, int mtu)
    {
        Same(LastAck, (bench, sent) => bench.Error(type, code, sent, mtu));
    }

    [Theory]
    [MemberData(nameof(Icmp))]
    public void ICMP_about_the_probe_of_a_closed_window_moves_nothing(int type, int code, int mtu)
    {
        Same(Probing, (bench, sent) => bench.Error(type, code, sent, mtu));
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_segment_that_tells_nothing_moves_no_flight(string segment)
    {
        Same(InFlight, (bench, _) => bench.Arrives(segment));
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void A_segment_that_is_none_of_the_connection_s_does_not_keep_it_from_being_found_dead(string segment)
    {
        Same(KeptAlive, (bench, _) => bench.Arrives(segment));
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void A_segment_from_outside_does_not_keep_a_connection_from_being_idle_for_too_long(string segment)
    {
        Same(Idle, (bench, _) => bench.Arrives(segment));
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void A_segment_from_outside_does_not_move_the_probes_of_a_closed_window(string segment)
    {
        Same(Probing, (bench, _) => bench.Arrives(segment));
    }

    [Theory]
    [InlineData("RST seq=101 ack=301")]
    [InlineData("RST seq=103")]
    [InlineData("SYN seq=100 win=4096")]
    [InlineData("SYN,ACK seq=102 ack=302 win=4096")]
    [InlineData("ACK seq=102 ack=302 win=4096")]
    [InlineData("ACK seq=101 ack=302 win=4096")]
    [InlineData("ACK seq=101 ack=302 win=0 len=1")]
    [InlineData("ACK seq=90000 ack=302 win=4096 len=9")]
    [InlineData("ACK seq=102 ack=90000 win=4096")]
    [InlineData("FIN,ACK seq=5000 ack=302 win=4096")]
    public void TIME_WAIT_lasts_no_longer_for_anything_but_the_last_FIN(string segment)
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.In(TcpState.TimeWait);
        long end = bench.Now + 60_000;
        for (int i = 0; i < Storm; i++)
        {
            bench.Advance(100);
            bench.Arrives(segment);
        }

        bench.Advance(end - bench.Now - 1);
        Assert.Equal(TcpState.TimeWait, connection.State);
        bench.Advance(1);
        Assert.Equal(TcpState.Closed, connection.State);
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void FIN_WAIT_2_that_nobody_holds_ends_on_time(string segment)
    {
        Same(Orphaned, (bench, _) => bench.Arrives(segment.Replace("ack=301", "ack=302", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("SYN seq=100 win=4096 mss=1000")]
    [InlineData("RST seq=100")]
    [InlineData("RST seq=102")]
    [InlineData("ACK seq=101 ack=305 win=4096")]
    [InlineData("ACK seq=90000 ack=301 win=4096")]
    [InlineData("- seq=101 len=5")]
    [InlineData("FIN seq=101")]
    public void A_half_open_connection_is_asked_for_so_often_and_no_longer(string segment)
    {
        Same(HalfOpen, (bench, _) => bench.Arrives(segment));
    }

    [Theory]
    [InlineData("ACK seq=101 ack=305 win=4096")]
    [InlineData("SYN,ACK seq=100 ack=300 win=4096")]
    [InlineData("RST seq=100")]
    [InlineData("RST,ACK seq=100 ack=300")]
    [InlineData("FIN seq=101")]
    [InlineData("- seq=101 len=5")]
    public void An_attempt_to_connect_ends_on_time(string segment)
    {
        Same(Opening, (bench, _) => bench.Arrives(segment));
    }

    [Fact]
    public void Old_timestamps_move_nothing()
    {
        Same(WithTimestamps, (bench, _) => bench.Arrives("ACK seq=101 ack=301 win=4096 ts=8000/500"));
        Same(WithTimestamps, (bench, _) => bench.Arrives("ACK seq=101 ack=301 win=4096"));
    }

    [Fact]
    public void ARP_replies_that_say_what_is_known_move_nothing()
    {
        Same(InFlight, (bench, _) =>
        {
            bench.Link.Arrive(Frames.Arp(ArpPacket.Reply, Frames.PeerMac, Frames.Peer, Frames.OwnMac, Frames.Own));
            bench.Poll();
        });
    }

    [Theory]
    [InlineData(68)]
    [InlineData(80)]
    [InlineData(103)]
    [InlineData(104)]
    [InlineData(576)]
    [InlineData(0)]
    public void A_path_that_is_too_narrow_makes_the_flight_leave_again_once_however_often_it_says_so(int mtu)
    {
        TcpBench bench = InFlight(out Segment sent);
        bench.Error(3, 4, sent, mtu);
        int flight = bench.Link.Sent.Count;
        Assert.InRange(flight, 1, 10);
        for (int i = 0; i < 150; i++)
        {
            bench.Advance(1);
            bench.Error(3, 4, sent, mtu);
        }

        Assert.Equal(flight, bench.Link.Sent.Count);
        bench.Link.Sent.Clear();
        Assert.Equal(50, bench.UntilSends());
    }

    [Fact]
    public void A_path_that_becomes_narrower_with_each_message_makes_the_flight_leave_again_once()
    {
        TcpBench bench = InFlight(out Segment sent);
        bench.Error(3, 4, sent, 1039);
        Assert.Equal(4, bench.Link.Sent.Count);
        bench.Link.Sent.Clear();
        bench.Advance(150);
        for (int mtu = 1038; mtu >= 68; mtu--)
        {
            bench.Error(3, 4, sent, mtu);
        }

        Assert.Equal(50, bench.UntilSends());
        bench.Sends("ACK seq=301 len=28");
    }

    [Fact]
    public void A_window_that_closes_and_opens_makes_the_flight_leave_again_once()
    {
        TcpBench bench = InFlight(out _);
        for (int i = 0; i < Storm; i++)
        {
            bench.Arrives("ACK seq=101 ack=301 win=0");
            bench.Arrives("ACK seq=101 ack=301 win=4096");
        }

        Assert.Equal(3, bench.Link.Sent.Count);
    }

    [Fact]
    public void What_has_been_acknowledged_since_may_leave_anew()
    {
        TcpBench bench = InFlight(out Segment sent);
        bench.Error(3, 4, sent, 900);
        bench.Link.Sent.Clear();
        bench.Arrives("ACK seq=101 ack=1161 win=4096");
        Segment next = Segment.FromFrame([.. sent.Frame]);
        BigEndian.WriteUInt32(next.Frame, EthernetHeader.Length + IPv4Header.MinLength + TcpHeader.SequenceNumber, next.WireSeq + 860);
        bench.Link.Sent.Clear();
        bench.Error(3, 4, next, 800);
        bench.Sends("ACK seq=1161 len=760");
    }

    private delegate TcpBench Scene(out Segment sent);

    /// <summary>Runs a scene twice to its end, once with a storm of events, and compares the sent segments without the answers to events.</summary>
    private static void Same(Scene scene, Action<TcpBench, Segment> outside)
    {
        Assert.Equal(Run(scene, null), Run(scene, outside));
    }

    private static List<string> Run(Scene scene, Action<TcpBench, Segment>? outside)
    {
        TcpBench bench = scene(out Segment sent);
        List<string> log = [];
        for (int i = 0; i < Storm; i++)
        {
            // No timer is due at such a time.
            Advance(bench, i == 0 ? 7 : 30, log);
            if (outside != null)
            {
                outside(bench, sent);
                int answers = bench.Link.Sent.Count;
                Assert.InRange(answers, 0, 2);
                for (int answer = 0; answer < answers; answer++)
                {
                    Segment one = bench.Take();
                    Assert.Empty(one.Data);
                    Assert.Equal(0, one.Flags & TcpHeader.Fin);
                }
            }
        }

        Advance(bench, Lifetime, log);
        log.Add($"{bench.Tcp.CountConnections(TcpState.Established)} {bench.Tcp.CountConnections(TcpState.FinWait2)} {bench.Tcp.CountConnections(TcpState.SynReceived)}");
        return log;
    }

    private static void Advance(TcpBench bench, long milliseconds, List<string> log)
    {
        long end = bench.Now + milliseconds;
        while (bench.Now < end)
        {
            long next = Math.Clamp(bench.Stack.Poll(bench.Now), bench.Now + 1, end);
            bench.Advance(next - bench.Now);
            while (bench.Link.Sent.Count > 0)
            {
                log.Add($"{bench.Now}: {bench.Take()}");
            }
        }
    }

    private static TcpBench InFlight(out Segment sent)
    {
        var bench = new TcpBench(options => options.SendBuffer = 4000);
        TcpConnection connection = bench.Established("SYN seq=100 win=4096 mss=1000 sackok");
        bench.Write(connection, 3000);
        bench.Poll();
        sent = bench.Sends("ACK seq=301 len=1000");
        bench.Link.Sent.Clear();
        return bench;
    }

    private static TcpBench WithTimestamps(out Segment sent)
    {
        var bench = new TcpBench(options => options.Timestamps = true);
        TcpConnection connection = bench.Established("SYN seq=100 win=4096 mss=1000 ts=9000/0");
        bench.Write(connection, 1000);
        bench.Poll();
        sent = bench.Sends("ACK seq=301 len=988");
        bench.Link.Sent.Clear();
        return bench;
    }

    private static TcpBench Opening(out Segment sent)
    {
        var bench = new TcpBench();
        bench.Connect();
        bench.Poll();
        sent = bench.Sends("SYN seq=300");
        return bench;
    }

    private static TcpBench HalfOpen(out Segment sent)
    {
        var bench = new TcpBench();
        bench.Listen();
        bench.Arrives("SYN seq=100 win=4096 mss=1000");
        sent = bench.Sends("SYN,ACK seq=300 ack=101");
        return bench;
    }

    private static TcpBench LastAck(out Segment sent)
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.In(TcpState.CloseWait);
        connection.Close();
        bench.Poll();
        sent = bench.Sends("FIN,ACK seq=301");
        return bench;
    }

    private static TcpBench Probing(out Segment sent)
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=0");
        bench.Write(connection, 500);
        bench.UntilSends();
        sent = bench.Sends("ACK seq=301 len=1");
        return bench;
    }

    private static TcpBench KeptAlive(out Segment sent)
    {
        return Silent(new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 2000, KeepAliveInterval = 3000, KeepAliveRetries = 3 }, out sent);
    }

    private static TcpBench Idle(out Segment sent)
    {
        return Silent(new TcpConnectionOptions { IdleTimeout = 15_000 }, out sent);
    }

    private static TcpBench Silent(TcpConnectionOptions server, out Segment sent)
    {
        var bench = new TcpBench(options => options.Server = server);
        bench.Established();
        sent = new Segment();
        return bench;
    }

    private static TcpBench Orphaned(out Segment sent)
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.In(TcpState.FinWait2);
        connection.Close();
        sent = new Segment();
        return bench;
    }
}
