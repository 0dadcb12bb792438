// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>RFC 6298 §4: however steady the round trips are, the timeout stays longer than they are.</summary>
public class RoundTripVarianceTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(400)]
    public void A_variance_of_nothing_counts_as_a_tick_of_the_clock(int roundTrip)
    {
        var bench = new TcpBench(options => options.MinRto = 1);
        TcpConnection connection = bench.Established();
        uint next = 301;
        for (int i = 0; i < 100; i++)
        {
            bench.Write(connection, 10);
            bench.Poll();
            bench.Sends($"ACK seq={next} len=10");
            next += 10;
            bench.Advance(roundTrip);
            bench.Link.Sent.Clear();
            bench.Arrives($"ACK seq=101 ack={next} win=4096");
        }

        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends($"ACK seq={next} len=10");
        Assert.InRange(bench.UntilSends(), roundTrip + 1, roundTrip + 4);
    }
}
