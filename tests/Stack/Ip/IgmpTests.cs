// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Groups, and how routers and switches learn of them (RFC 1112, RFC 2236 §3 to §6).</summary>
public class IgmpTests
{
    private const int LongestDelay = 10_000;

    private static readonly uint s_group = IPv4Address.From(239, 1, 2, 3);
    private static readonly uint s_second = IPv4Address.From(224, 0, 0, 251);
    private static readonly uint s_allSystems = IPv4Address.From(224, 0, 0, 1);
    private static readonly uint s_allRouters = IPv4Address.From(224, 0, 0, 2);

    private readonly IpBench _bench = IpBench.Settled();

    [Fact]
    public void A_new_member_reports_at_once_and_once_more_within_ten_seconds()
    {
        Join(s_group);
        _bench.SendsNothing();
        _bench.Advance(0);
        Sends(IgmpHeader.Report, s_group, s_group);
        _bench.SendsNothing();
        _bench.Advance(LongestDelay);
        Sends(IgmpHeader.Report, s_group, s_group);
        _bench.Advance(100_000);
        _bench.SendsNothing();
        Assert.Equal(2, _bench.Ip.GetCount(IgmpCounter.ReportsSent));
    }

    [Fact]
    public void The_robustness_variable_says_how_often()
    {
        IpBench bench = IpBench.Settled(options => options.IgmpRobustness = 4);
        bench.Ip.Join(new HostAddress(s_group));
        bench.Advance(100_000);
        Assert.Equal(4, bench.Link.Sent.Count);
    }

    [Fact]
    public void The_delays_of_two_hosts_differ()
    {
        HashSet<long> delays = [];
        for (int i = 0; i < 20; i++)
        {
            Member(s_group);
            Arrives(Query(0, 100));
            delays.Add(UntilSends());
            _bench.Link.Sent.Clear();
            Leave(s_group);
            _bench.Link.Sent.Clear();
        }

        Assert.True(delays.Count > 15, $"{delays.Count} different delays");
        Assert.All(delays, delay => Assert.InRange(delay, 1, LongestDelay));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(255)]
    public void A_query_for_all_groups_is_answered_for_each_within_its_time(byte tenths)
    {
        Member(s_group, s_second);
        Arrives(Query(0, tenths));
        _bench.SendsNothing();
        _bench.Advance(tenths * 100);
        Assert.Equal(2, _bench.Link.Sent.Count);
        Assert.Equal([s_group, s_second], _bench.Link.Sent.Select(Group).Order().Reverse());
        _bench.Link.Sent.Clear();
        _bench.Advance(100_000);
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Ip.GetCount(IgmpCounter.Queries));
    }

    [Fact]
    public void A_query_for_one_group_is_answered_for_that_one()
    {
        Member(s_group, s_second);
        Arrives(Query(s_group, 10), s_group);
        _bench.Advance(1000);
        Sends(IgmpHeader.Report, s_group, s_group);
        _bench.SendsNothing();
    }

    [Fact]
    public void A_query_that_leaves_more_time_does_not_delay_a_report_and_one_that_leaves_less_hastens_it()
    {
        Member(s_group);
        Arrives(Query(0, 10));
        Arrives(Query(0, 255));
        _bench.Advance(1000);
        Sends(IgmpHeader.Report, s_group, s_group);
        Arrives(Query(0, 255));
        Arrives(Query(s_group, 1), s_group);
        _bench.Advance(100);
        Sends(IgmpHeader.Report, s_group, s_group);
        _bench.Advance(100_000);
        _bench.SendsNothing();
    }

    // §3: one report of a group is enough for a router.
    [Theory]
    [InlineData(IgmpHeader.Report)]
    [InlineData(IgmpHeader.ReportVersion1)]
    public void A_report_of_another_host_spares_the_own_one(int type)
    {
        Member(s_group);
        Arrives(Query(0, 100));
        Arrives([(byte)type, 0, 0, 0, .. Bytes(s_group)], s_group);
        _bench.Advance(100_000);
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Ip.GetCount(IgmpCounter.ReportsSuppressed));
    }

    [Fact]
    public void A_report_of_another_group_spares_nothing()
    {
        Member(s_group, s_second);
        Arrives(Query(s_group, 10), s_group);
        Arrives([IgmpHeader.Report, 0, 0, 0, .. Bytes(s_second)], s_second);
        Arrives([IgmpHeader.Report, 0, 0, 0, 0, 0, 0, 0], s_second);
        _bench.Advance(1000);
        Sends(IgmpHeader.Report, s_group, s_group);
    }

    [Fact]
    public void The_last_who_reported_tells_all_routers_when_it_leaves()
    {
        Member(s_group);
        Leave(s_group);
        Sends(IgmpHeader.Leave, s_group, s_allRouters);
        Assert.Equal(1, _bench.Ip.GetCount(IgmpCounter.LeavesSent));
        Arrives(Query(0, 1));
        _bench.Advance(100_000);
        _bench.SendsNothing();
    }

    [Fact]
    public void A_host_leaves_silently_when_another_has_reported_since()
    {
        Member(s_group);
        Arrives(Query(0, 100));
        Arrives([IgmpHeader.Report, 0, 0, 0, .. Bytes(s_group)], s_group);
        Leave(s_group);
        _bench.SendsNothing();
    }

    [Fact]
    public void A_group_left_before_it_was_reported_was_never_there()
    {
        Join(s_group);
        Leave(s_group);
        _bench.Advance(100_000);
        _bench.SendsNothing();
    }

    [Fact]
    public void A_group_joined_twice_is_left_by_the_second_leave()
    {
        Member(s_group);
        Join(s_group);
        Leave(s_group);
        _bench.SendsNothing();
        Assert.Contains("01005E010203", _bench.Link.Groups);
        Leave(s_group);
        Sends(IgmpHeader.Leave, s_group, s_allRouters);
        Assert.Equal(SocketError.InvalidArgument, _bench.Ip.Leave(new HostAddress(s_group)));
        Assert.Empty(_bench.Link.Groups);
    }

    // §4: such a router takes a report of version 2 for nothing, and knows no leave.
    [Fact]
    public void A_router_of_version_1_gets_reports_of_version_1_until_it_has_been_silent_for_400_seconds()
    {
        Member(s_group);
        Arrives(Query(0, 0));
        long delay = UntilSends();
        Assert.InRange(delay, 1, LongestDelay);
        Sends(IgmpHeader.ReportVersion1, s_group, s_group);
        Arrives(Query(0, 10));
        _bench.Advance(1000);
        Sends(IgmpHeader.ReportVersion1, s_group, s_group);
        Join(s_second);
        _bench.Advance(LongestDelay);
        Sends(IgmpHeader.ReportVersion1, s_second, s_second);
        Sends(IgmpHeader.ReportVersion1, s_second, s_second);
        Leave(s_second);
        _bench.SendsNothing();
        _bench.Advance(400_000);
        Arrives(Query(0, 10));
        _bench.Advance(1000);
        Sends(IgmpHeader.Report, s_group, s_group);
        Leave(s_group);
        Sends(IgmpHeader.Leave, s_group, s_allRouters);
    }

    // RFC 3376 §7.1: the first eight bytes of a query of version 3 are those of version 2.
    [Fact]
    public void A_query_of_version_3_is_answered_as_one_of_version_2()
    {
        Member(s_group);
        Arrives([IgmpHeader.Query, 10, 0, 0, 0, 0, 0, 0, 2, 125, 0, 0]);
        _bench.Advance(1000);
        Sends(IgmpHeader.Report, s_group, s_group);
    }

    [Fact]
    public void A_message_that_is_too_short_or_has_a_wrong_checksum_is_ignored_and_counted()
    {
        Member(s_group);
        byte[] query = Query(0, 1);
        for (int i = 0; i < query.Length; i++)
        {
            byte[] broken = WithChecksum(query);
            broken[i] ^= 0x11;
            Deliver(broken, s_allSystems);
        }

        Deliver([.. WithChecksum(query).AsSpan(0, 7)], s_allSystems);
        _bench.Advance(100_000);
        _bench.SendsNothing();
        Assert.Equal(9, _bench.Ip.GetCount(IgmpCounter.Invalid));
        Assert.Equal(0, _bench.Ip.GetCount(IgmpCounter.Queries));
    }

    [Theory]
    [InlineData(0x13)]
    [InlineData(IgmpHeader.Leave)]
    [InlineData(0x22)]
    public void Any_other_message_is_ignored_and_counted(byte type)
    {
        Member(s_group);
        Arrives([type, 0, 0, 0, .. Bytes(s_group)]);
        _bench.Advance(100_000);
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Ip.GetCount(IgmpCounter.Ignored));
    }

    [Fact]
    public void A_query_for_a_group_that_was_not_joined_starts_nothing()
    {
        Member(s_group);
        Arrives(Query(s_second, 1));
        Arrives(Query(s_allSystems, 1));
        _bench.Advance(100_000);
        _bench.SendsNothing();
    }

    // §6: every host is a member of 224.0.0.1, and never says so.
    [Fact]
    public void The_group_of_all_systems_is_never_reported()
    {
        Join(s_allSystems);
        Arrives(Query(0, 1));
        Arrives(Query(s_allSystems, 1));
        Leave(s_allSystems);
        _bench.Advance(100_000);
        _bench.SendsNothing();
        Assert.Empty(_bench.Link.Groups);
    }

    [Fact]
    public void The_link_hears_queries_as_long_as_there_is_a_group()
    {
        Assert.Empty(_bench.Link.Groups);
        Join(s_group);
        Assert.Equal(["01005E000001", "01005E010203"], _bench.Link.Groups.Order());
        Join(s_second);
        Leave(s_group);
        Assert.Equal(["01005E000001", "01005E0000FB"], _bench.Link.Groups.Order());
        Leave(s_second);
        Assert.Empty(_bench.Link.Groups);
    }

    [Fact]
    public void After_the_link_has_come_back_all_groups_are_reported_anew()
    {
        Member(s_group);
        _bench.Link.HasCable = false;
        _bench.Advance(1000);
        Join(s_second);
        _bench.Advance(100_000);
        _bench.SendsNothing();
        _bench.Link.HasCable = true;
        _bench.Advance(100_000);
        Assert.Equal([s_second, s_second, s_group, s_group], SentReports().Order());
    }

    [Fact]
    public void A_host_reports_its_groups_once_it_has_an_address_and_anew_when_it_gets_another()
    {
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        Join(s_group);
        Arrives(Query(0, 1));
        _bench.Advance(100_000);
        _bench.SendsNothing();
        _bench.Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        _bench.Advance(100_000);
        Assert.Equal([s_group, s_group], SentReports());
        _bench.Link.Sent.Clear();
        _bench.Ip.Configure(new HostAddress(IpBench.Host(9)), 24, HostAddress.Any);
        _bench.Advance(100_000);
        Assert.Equal([s_group, s_group], SentReports());
    }

    [Fact]
    public void A_report_waits_for_room_in_the_link()
    {
        _bench.Link.Room = 0;
        Join(s_group);
        _bench.Advance(50);
        _bench.SendsNothing();
        _bench.Link.Room = int.MaxValue;
        _bench.Advance(10);
        Sends(IgmpHeader.Report, s_group, s_group);
    }

    [Fact]
    public void No_more_groups_are_joined_than_there_is_room_for()
    {
        Join(s_group);
        Join(s_second);
        HostAddress third = HostAddress.From(224, 0, 0, 252);
        Assert.Equal(SocketError.NoBufferSpaceAvailable, _bench.Ip.Join(third));
        Leave(s_group);
        Assert.Equal(SocketError.Success, _bench.Ip.Join(third));

        IpBench none = IpBench.Settled(options => options.MaxGroups = 0);
        Assert.Equal(SocketError.NoBufferSpaceAvailable, none.Ip.Join(third));
        Assert.Equal(SocketError.InvalidArgument, none.Ip.Leave(third));
        Assert.Equal(0, none.Ip.GetCount(IgmpCounter.Queries));
    }

    [Theory]
    [InlineData("192.168.7.1")]
    [InlineData("0.0.0.0")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    public void An_address_of_one_host_is_no_group(string address)
    {
        Assert.Equal(SocketError.InvalidArgument, _bench.Ip.Join(HostAddress.Parse(address)));
        Assert.Equal(SocketError.InvalidArgument, _bench.Ip.Leave(HostAddress.Parse(address)));
        Assert.Throws<ArgumentNullException>(() => _bench.Ip.Join(null!));
        Assert.Throws<ArgumentNullException>(() => _bench.Ip.Leave(null!));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData((int)IgmpCounter.Count)]
    public void There_is_no_counter_beyond_the_last(int counter)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Ip.GetCount((IgmpCounter)counter));
    }

    [Fact]
    public void What_is_sent_after_a_report_has_a_header_of_its_own()
    {
        _bench.Introduce(1);
        _bench.Arrives(IpBench.Ping(IpBench.Host(1), [6]));
        _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1));
        Join(s_group);
        _bench.Advance(0);
        Sends(IgmpHeader.Report, s_group, s_group);
        _bench.Arrives(IpBench.Ping(IpBench.Host(1), [7]));
        Assert.Equal([7], _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1))[8..]);
    }

    internal static byte[] Query(uint group, byte tenths) => [IgmpHeader.Query, tenths, 0, 0, .. Bytes(group)];

    private static byte[] Bytes(uint address) => [(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address];

    internal static byte[] WithChecksum(byte[] message)
    {
        byte[] right = [.. message];
        BinaryPrimitives.WriteUInt16BigEndian(right.AsSpan(2), Frames.InternetChecksum(right));
        return right;
    }

    private static uint Group(byte[] frame) => BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(42));

    private void Join(uint group) => Assert.Equal(SocketError.Success, _bench.Ip.Join(new HostAddress(group)));

    private void Leave(uint group) => Assert.Equal(SocketError.Success, _bench.Ip.Leave(new HostAddress(group)));

    /// <summary>Joins groups, and lets their reports pass.</summary>
    private void Member(params uint[] groups)
    {
        foreach (uint group in groups)
        {
            Join(group);
        }

        _bench.Advance(20_000);
        _bench.Link.Sent.Clear();
    }

    private void Arrives(byte[] message, uint? destination = null) => Deliver(WithChecksum(message), destination ?? s_allSystems);

    private void Deliver(byte[] message, uint destination) => _bench.Arrives(FrameOf(message, destination));

    /// <summary>The frame of a message from the gateway.</summary>
    internal static byte[] FrameOf(byte[] message, uint destination)
    {
        byte[] frame = Frames.IPv4(IPv4Header.ProtocolIgmp, message, IpBench.Host(1), destination, options: [0x94, 4, 0, 0]);
        byte[] mac = [1, 0, 0x5E, (byte)(destination >> 16 & 0x7F), (byte)(destination >> 8), (byte)destination];
        mac.CopyTo(frame, 0);
        return frame;
    }

    private IEnumerable<uint> SentReports() => _bench.Link.Sent.Where(frame => frame[12] == 8 && frame[13] == 0).Select(Group);

    private long UntilSends()
    {
        long start = _bench.Now;
        while (_bench.Link.Sent.Count == 0)
        {
            Assert.True(_bench.Now - start < 100_000, "nothing is sent");
            _bench.Advance(1);
        }

        return _bench.Now - start;
    }

    /// <summary>Expects a message with all headers right: time to live 1, and the Router Alert option (RFC 2236 §2).</summary>
    private void Sends(int type, uint group, uint destination)
    {
        Assert.True(_bench.Link.Sent.Count > 0, "nothing was sent");
        byte[] frame = _bench.Link.Sent.Dequeue();
        Assert.Equal([1, 0, 0x5E, (byte)(destination >> 16 & 0x7F), (byte)(destination >> 8), (byte)destination, .. Frames.OwnMac, 8, 0], frame[..14]);
        Assert.Equal([0x46, 0, 0, 32], frame[14..18]);
        Assert.Equal([1, IPv4Header.ProtocolIgmp], frame[22..24]);
        Assert.Equal([.. Bytes(Frames.Own), .. Bytes(destination), 0x94, 4, 0, 0], frame[26..38]);
        Assert.Equal(0, Frames.InternetChecksum(frame.AsSpan(14, 24)));
        Assert.Equal([(byte)type, 0], frame[38..40]);
        Assert.Equal(Bytes(group), frame[42..46]);
        Assert.Equal(0, Frames.InternetChecksum(frame.AsSpan(38)));
        Assert.Equal(46, frame.Length);
    }
}
