// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Sntp;
using NanoTcp.Tests.Stack.Ip;

namespace NanoTcp.Tests.Stack.Sntp;

/// <summary>Which servers are asked, and how often (RFC 4330 §8 and §10).</summary>
public class SntpServerTests
{
    private readonly SntpBench _bench = new(null, 1, 3, 4);

    private static SntpBench WithOneServer() => new(null, 1);

    /// <summary>The waits between so many requests that nobody answers.</summary>
    private static long[] Waits(SntpBench bench, int requests)
    {
        SntpRequest[] asked = [.. Enumerable.Range(0, requests).Select(_ => bench.Asks(5_000_000))];
        return [.. asked.Zip(asked.Skip(1), (one, next) => next.At - one.At)];
    }

    private static void AssertNothingFor(SntpBench bench, long milliseconds)
    {
        bench.Advance(milliseconds);
        Assert.Empty(bench.Link.Sent);
    }

    [Fact]
    public void The_first_request_is_sent_after_a_random_time_of_up_to_ten_seconds()
    {
        var entropy = new List<long>();
        for (int i = 0; i < 20; i++)
        {
            var bench = WithOneServer();
            for (int j = 0; j < i; j++)
            {
                bench.Stack.NextRandom(2);
            }

            entropy.Add(bench.Asks().At);
        }

        Assert.All(entropy, at => Assert.InRange(at, 0, 10_000));
        Assert.InRange(entropy.Distinct().Count(), 10, 20);
    }

    [Fact]
    public void While_the_server_answers_it_is_asked_each_half_an_hour_and_up_to_an_eighth_more()
    {
        SntpBench bench = WithOneServer();
        SntpRequest[] requests = [.. Enumerable.Range(0, 20).Select(i => bench.Synchronizes(SntpBench.Time.AddMinutes(33 * i)))];
        long[] waits = [.. requests.Zip(requests.Skip(1), (one, next) => next.At - one.At)];
        Assert.All(waits, wait => Assert.InRange(wait, 1_800_000, 2_025_000));
        Assert.InRange(waits.Distinct().Count(), 10, 19);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_asked_again_after_15_s_then_after_twice_as_long_each_time()
    {
        long[] waits = Waits(WithOneServer(), 12);
        for (int i = 0; i < waits.Length; i++)
        {
            long least = Math.Min(15_000L << i, 1_800_000);
            Assert.InRange(waits[i], least, least + least / 8);
        }
    }

    [Fact]
    public void Three_servers_that_do_not_answer_are_asked_in_turn_and_the_time_doubles_with_each_round()
    {
        SntpRequest[] requests = [.. Enumerable.Range(0, 9).Select(_ => _bench.Asks(5_000_000))];
        Assert.Equal([1, 3, 4, 1, 3, 4, 1, 3, 4], requests.Select(request => request.Host));
        for (int i = 0; i < 8; i++)
        {
            long least = 15_000L << (i / 3);
            Assert.InRange(requests[i + 1].At - requests[i].At, least, least + least / 8);
        }

        Assert.Equal(8, _bench.Count(SntpCounter.Timeouts));
    }

    [Fact]
    public void The_server_that_answers_is_asked_the_next_time()
    {
        _bench.Asks();
        Assert.Equal(3, _bench.Synchronizes().Host);
        Assert.Equal(3, _bench.Asks(3_000_000).Host);
    }

    [Fact]
    public void A_server_that_has_gone_after_it_answered_does_not_take_the_time_away()
    {
        SntpBench bench = WithOneServer();
        bench.Synchronizes();
        long since = bench.Now;
        bench.Advance(86_400_000);
        bench.Knows(SntpBench.Time.AddDays(1));
        Assert.Equal(since, bench.Sntp.SynchronizedAt);
    }

    [Theory]
    [InlineData("DENY")]
    [InlineData("RSTR")]
    public void A_server_that_denies_is_never_asked_again(string code)
    {
        _bench.Kisses(_bench.Asks(), code);
        Assert.Equal(1, _bench.Count(SntpCounter.Denied));
        Assert.Equal([3, 4, 3, 4], Enumerable.Range(0, 4).Select(_ => _bench.Asks(5_000_000).Host));
        _bench.Settings.Clear();
        _bench.Settings.AddNtpServer(SntpBench.Host(1));
        _bench.Advance(86_400_000);
        Assert.All(_bench.Link.Sent, frame => Assert.NotEqual(1, frame[33]));
        Assert.Equal(SntpState.NoServer, _bench.Sntp.State);
    }

    [Theory]
    [InlineData("DENY")]
    [InlineData("RSTR")]
    public void A_server_that_denied_is_asked_again_when_the_application_adds_it_but_not_sooner_than_15_s_later(string code)
    {
        var bench = new SntpBench();
        bench.Sntp.AddServer(SntpBench.Host(1));
        SntpRequest denied = bench.Asks();
        bench.Kisses(denied, code);
        bench.Advance(denied.At + 20_000 - bench.Now);
        Assert.Equal((SntpState.NoServer, 0), (bench.Sntp.State, bench.Link.Sent.Count));
        bench.Sntp.ClearServers();
        bench.Sntp.AddServer(SntpBench.Host(1));
        denied = bench.Asks();
        bench.Kisses(denied, code);
        bench.Sntp.ClearServers();
        bench.Sntp.AddServer(SntpBench.Host(1));
        Assert.InRange(bench.Asks().At - denied.At, 15_000, 26_000);
    }

    [Fact]
    public void A_server_that_denied_is_asked_again_when_the_application_adds_one_of_the_network()
    {
        SntpBench bench = WithOneServer();
        bench.Kisses(bench.Asks(), "DENY");
        bench.Advance(60_000);
        Assert.Equal(SntpState.NoServer, bench.Sntp.State);
        bench.Sntp.AddServer(SntpBench.Host(1));
        Assert.Equal(1, bench.Synchronizes().Host);
    }

    [Fact]
    public void A_server_that_wanted_fewer_requests_still_does_when_the_application_adds_it_again()
    {
        var bench = new SntpBench();
        bench.Sntp.AddServer(SntpBench.Host(1));
        bench.Kisses(bench.Asks(), "RATE");
        bench.Sntp.ClearServers();
        bench.Sntp.AddServer(SntpBench.Host(1));
        AssertNothingFor(bench, 3_500_000);
    }

    [Fact]
    public void However_many_servers_deny_none_is_asked_again()
    {
        var bench = new SntpBench(null, 5, 6, 7);
        foreach (int host in (int[])[1, 3, 4])
        {
            bench.Sntp.AddServer(SntpBench.Host(host));
        }

        List<int> asked = [];
        for (int i = 0; i < 6; i++)
        {
            SntpRequest request = bench.Asks();
            asked.Add(request.Host);
            bench.Kisses(request, "DENY");
        }

        Assert.Equal([1, 3, 4, 5, 6, 7], asked);
        AssertNothingFor(bench, 3_600_000);
        Assert.Equal(SntpState.NoServer, bench.Sntp.State);
    }

    [Fact]
    public void When_all_servers_deny_that_is_told_at_once()
    {
        for (int i = 0; i < 3; i++)
        {
            _bench.Kisses(_bench.Asks(), "DENY");
        }

        _bench.Advance(60_000);
        Assert.Equal(SntpState.NoServer, _bench.Sntp.State);
        AssertNothingFor(_bench, 86_400_000);
    }

    [Fact]
    public void A_server_that_wants_fewer_requests_is_asked_half_as_often_each_time_it_says_so()
    {
        SntpBench bench = WithOneServer();
        SntpRequest last = bench.Asks();
        bench.Kisses(last, "RATE");
        for (int i = 1; i <= 7; i++)
        {
            SntpRequest next = bench.Asks(int.MaxValue);
            Assert.InRange(next.At - last.At, 1_800_000L << Math.Min(i, 5), (2_025_000L << Math.Min(i, 5)) + 1);
            bench.Kisses(next, "RATE");
            last = next;
        }

        Assert.Equal(8, bench.Count(SntpCounter.RateLimited));
    }

    [Fact]
    public void A_server_that_wanted_fewer_requests_and_answers_then_is_asked_less_often_from_then_on()
    {
        SntpBench bench = WithOneServer();
        bench.Kisses(bench.Asks(), "RATE");
        SntpRequest first = bench.Synchronizes();
        SntpRequest second = bench.Synchronizes(SntpBench.Time.AddHours(1));
        Assert.InRange(second.At - first.At, 3_600_000, 4_050_000);
    }

    [Fact]
    public void While_one_server_wants_fewer_requests_another_one_is_asked()
    {
        SntpRequest first = _bench.Asks();
        _bench.Kisses(first, "RATE");
        SntpRequest second = _bench.Asks();
        Assert.Equal(3, second.Host);
        Assert.InRange(second.At - first.At, 15_000, 17_000);
        Assert.Equal([4, 3, 4], Enumerable.Range(0, 3).Select(_ => _bench.Asks(5_000_000).Host));
    }

    [Fact]
    public void A_kiss_that_nobody_asked_for_changes_nothing()
    {
        SntpRequest request = _bench.Asks();
        _bench.Kisses(request with { Message = new byte[48] }, "DENY");
        Assert.Equal(0, _bench.Count(SntpCounter.Denied));
        _bench.Arrives(request, SntpBench.Answer(request));
        _bench.Knows(SntpBench.Time);
    }

    [Fact]
    public void Another_kiss_is_a_server_without_a_time()
    {
        _bench.Kisses(_bench.Asks(), "INIT");
        Assert.Equal(1, _bench.Count(SntpCounter.Unsynchronized));
        _bench.KnowsNothing();
        Assert.Equal(3, _bench.Asks().Host);
    }

    [Fact]
    public void A_host_without_a_server_is_left_when_ICMP_says_so()
    {
        SntpRequest request = _bench.Asks();
        byte[] quoted = Frames.IPv4(17, [(byte)(request.Port >> 8), (byte)request.Port, 0, 123, 0, 56, 0, 0], Frames.Own, IpBench.Host(1))[14..];
        _bench.Arrives(Frames.Icmp(3, 3, 0, quoted, IpBench.Host(1)));
        Assert.Equal(1, _bench.Count(SntpCounter.Refused));
        Assert.Equal(3, _bench.Asks().Host);
    }

    [Fact]
    public void Without_a_server_that_is_told_at_once_and_a_server_that_comes_is_asked()
    {
        var bench = new SntpBench();
        AssertNothingFor(bench, 60_000);
        Assert.Equal(SntpState.NoServer, bench.Sntp.State);
        bench.Settings.AddNtpServer(SntpBench.Host(3));
        long since = bench.Now;
        Assert.InRange(bench.Asks().At - since, 0, 10_000);
    }

    [Fact]
    public void Servers_that_go_are_not_asked_any_more()
    {
        SntpRequest request = _bench.Asks();
        _bench.Settings.Clear();
        _bench.Advance(0);
        Assert.Equal(SntpState.NoServer, _bench.Sntp.State);
        _bench.Arrives(request, SntpBench.Answer(request));
        _bench.KnowsNothing();
        _bench.Link.Sent.Clear();
        AssertNothingFor(_bench, 3_600_000);
    }

    [Fact]
    public void Servers_of_the_application_are_asked_before_those_of_the_network()
    {
        var bench = WithOneServer();
        Assert.True(bench.Sntp.AddServer(SntpBench.Host(3)));
        Assert.False(bench.Sntp.AddServer(SntpBench.Host(3)));
        Assert.True(bench.Sntp.AddServer(SntpBench.Host(4)));
        Assert.Equal([3, 4, 1], Enumerable.Range(0, 3).Select(_ => bench.Asks().Host));
        bench.Sntp.ClearServers();
        Assert.Equal([1, 1], Enumerable.Range(0, 2).Select(_ => bench.Asks().Host));
    }

    [Fact]
    public void A_fourth_server_of_the_application_is_refused()
    {
        Assert.Equal([true, true, true, false], Enumerable.Range(10, 4).Select(host => _bench.Sntp.AddServer(SntpBench.Host(host))));
        Assert.Throws<ArgumentNullException>(() => _bench.Sntp.AddServer(null!));
    }

    [Fact]
    public void New_servers_are_asked_soon_when_the_old_ones_do_not_answer_but_not_sooner_than_15_s_after_the_last_request()
    {
        SntpBench bench = WithOneServer();
        Waits(bench, 8);
        bench.Advance(5000);
        bench.Settings.AddNtpServer(SntpBench.Host(3));
        Assert.InRange(bench.Asks().At, bench.Now - 20_000, bench.Now);
        for (int i = 0; i < 100; i++)
        {
            bench.Settings.SetDomain("");
            bench.Advance(100);
        }

        Assert.Empty(bench.Link.Sent);
    }

    [Fact]
    public void Without_an_address_nobody_is_asked()
    {
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        AssertNothingFor(_bench, 3_600_000);
        Assert.Equal(SntpState.NoNetwork, _bench.Sntp.State);
        long since = _bench.Now;
        _bench.HasAddress();
        Assert.InRange(_bench.Asks().At - since, 0, 10_000);
    }

    [Fact]
    public void With_a_link_local_address_a_server_elsewhere_is_no_network_at_once()
    {
        var bench = new SntpBench();
        bench.Ip.Configure(HostAddress.From(169, 254, 7, 7), 16, HostAddress.Any);
        bench.Advance(5000);
        bench.Link.Sent.Clear();
        bench.Sntp.AddServer(SntpBench.Host(1));
        AssertNothingFor(bench, 3_600_000);
        Assert.Equal(SntpState.NoNetwork, bench.Sntp.State);
    }

    [Fact]
    public void A_server_without_a_route_is_passed_over()
    {
        var bench = new SntpBench();
        bench.Sntp.AddServer(HostAddress.From(10, 0, 0, 1));
        bench.Sntp.AddServer(SntpBench.Host(3));
        Assert.Equal(3, bench.Asks().Host);
    }

    [Fact]
    public void When_the_link_goes_the_request_is_forgotten_and_another_one_sent_when_it_is_back()
    {
        SntpRequest request = _bench.Asks();
        _bench.Link.HasCable = false;
        AssertNothingFor(_bench, 3_600_000);
        Assert.Equal(SntpState.NoNetwork, _bench.Sntp.State);
        Assert.Equal(0, _bench.Count(SntpCounter.Timeouts));
        _bench.Link.NeighboursConfirm = true;
        _bench.Link.HasCable = true;
        _bench.Advance(0);
        _bench.Link.Sent.Clear();
        _bench.Advance(2001);
        _bench.Link.Sent.Clear();
        _bench.Arrives(request, SntpBench.Answer(request));
        _bench.KnowsNothing();
    }

    [Fact]
    public void A_link_that_bounces_each_minute_does_not_make_a_known_time_be_asked_for_more_often()
    {
        _bench.Link.NeighboursConfirm = true;
        _bench.Synchronizes();
        for (int i = 0; i < 29; i++)
        {
            _bench.Link.HasCable = false;
            _bench.Advance(1000);
            _bench.Link.HasCable = true;
            _bench.Advance(59_000);
        }

        Assert.Equal(1, _bench.Count(SntpCounter.Requests));
    }

    [Fact]
    public void A_request_that_the_link_did_not_take_does_not_count()
    {
        _bench.Link.Room = 0;
        _bench.Advance(60_000);
        Assert.Equal(0, _bench.Count(SntpCounter.Requests));
        Assert.Equal(0, _bench.Count(SntpCounter.Timeouts));
        _bench.Link.Room = int.MaxValue;
        long since = _bench.Now;
        Assert.InRange(_bench.Asks().At - since, 0, 20);
    }

    [Fact]
    public void A_poll_with_nothing_due_wants_the_next_one_when_there_is_something()
    {
        Assert.Equal(long.MaxValue, new SntpBench().Sntp.Poll(5));
        SntpRequest request = _bench.Asks();
        Assert.Equal(request.At + 3000, _bench.Sntp.Poll(_bench.Now));
        _bench.Arrives(request, SntpBench.Answer(request));
        Assert.InRange(_bench.Sntp.Poll(_bench.Now), _bench.Now + 1_800_000, _bench.Now + 2_025_000);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData((1L << 40) + 1)]
    public void A_time_that_cannot_have_passed_is_refused(long notBefore)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SntpBench(options => options.NotBefore = notBefore));
    }

    [Fact]
    public void Nothing_is_allocated_whatever_servers_say()
    {
        byte[][] frames = [];
        Allocations.AssertNone(() =>
        {
            var bench = new SntpBench(null, 1, 3);
            bench.Synchronizes();
            SntpRequest request = bench.Asks(3_000_000);
            frames =
            [
                Frames.Udp(123, request.Port, new byte[20], IpBench.Host(request.Host)),
                Frames.Udp(123, request.Port, new byte[48], IpBench.Host(request.Host)),
                Frames.Udp(123, request.Port, SntpBench.Answer(request, SntpBench.Time.AddYears(1)).ToBytes(), IpBench.Host(request.Host)),
            ];
            bench.Link.Collects = false;
            bench.Advance(0);
            return () =>
            {
                foreach (byte[] frame in frames)
                {
                    bench.Arrives(frame);
                }

                bench.Advance(10_000_000);
            };
        });
    }
}
