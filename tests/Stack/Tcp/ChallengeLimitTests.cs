// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The number of challenge ACKs in a second is limited (RFC 5961 §7).</summary>
public class ChallengeLimitTests
{
    private readonly TcpBench _bench = new(options => options.ChallengeAcks = 10);

    public ChallengeLimitTests() => _bench.Established();

    [Theory]
    [InlineData("RST seq=200")]
    [InlineData("SYN seq=200 win=4096")]
    [InlineData("ACK seq=101 ack=9999 win=4096")]
    [InlineData("ACK seq=50 ack=301 win=4096")]
    public void In_a_second_there_are_about_as_many_as_the_option_says(string forged)
    {
        int answered = Second(forged);
        Assert.InRange(answered, 5, 15);
        Assert.Equal(100 - answered, _bench.Count(TcpCounter.ChallengesSuppressed));
    }

    [Fact]
    public void Each_second_has_a_number_of_its_own_that_nobody_can_count_on()
    {
        // CVE-2016-5696: with a fixed limit an attacker can count how many are left for others.
        int[] seconds = [.. Enumerable.Range(0, 20).Select(_ => Second("RST seq=200"))];
        Assert.All(seconds, answered => Assert.InRange(answered, 5, 15));
        Assert.InRange(seconds.Distinct().Count(), 3, 11);
    }

    [Fact]
    public void The_limit_is_one_for_all_connections()
    {
        _bench.Arrives("SYN from=5001 seq=100 win=4096");
        _bench.Sends("SYN,ACK to=5001");
        _bench.Arrives("ACK from=5001 seq=101 ack=301 win=4096");
        Second("RST seq=200");
        _bench.Arrives("RST from=5001 seq=200");
        _bench.SendsNothing();
    }

    [Fact]
    public void TIME_WAIT_is_bound_by_it_too()
    {
        var bench = new TcpBench(options => options.ChallengeAcks = 10);
        bench.In(TcpState.TimeWait);
        for (int i = 0; i < 100; i++)
        {
            bench.Arrives("ACK seq=50 ack=302 win=4096");
        }

        Assert.InRange(bench.Link.Sent.Count, 5, 15);
    }

    [Fact]
    public void Text_that_comes_again_is_answered_all_the_same()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.UntilSends();
        _bench.Sends("ACK ack=111");
        Second("RST seq=200", advance: false);
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Sends("ACK seq=301 ack=111");
    }

    /// <summary>How many of a hundred are answered.</summary>
    private int Second(string forged, bool advance = true)
    {
        if (advance)
        {
            _bench.Advance(1000);
        }

        _bench.Link.Sent.Clear();
        for (int i = 0; i < 100; i++)
        {
            _bench.Arrives(forged);
        }

        int answered = _bench.Link.Sent.Count;
        _bench.Link.Sent.Clear();
        return answered;
    }
}
