// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>The web server under a clock that moves in steps. Segments come and go at their own times.</summary>
public class CoarseClockTests
{
    private const string Get = "GET /copied/x HTTP/1.1\r\nHost: n\r\n\r\n";

    public static TheoryData<int> Steps => [1, 10, 16];

    [Theory]
    [MemberData(nameof(Steps))]
    public void While_somebody_waits_an_idle_connection_gives_way_after_a_tenth_of_a_second_give_or_take_a_step(int step)
    {
        for (int phase = 0; phase < step; phase++)
        {
            HttpTestNetwork network = new(null, new TcpOptions { MaxConnections = 1 }, clockStep: step);
            network.Network.Run(1000 * step + phase);
            HttpTestClient first = network.Connect().Send(Get);
            network.RunUntilReplies(first, 1);
            long served = network.Network.Now;
            HttpTestClient next = network.Connect().Send(Get);
            network.Network.RunUntil(() => first.HasEnded, HttpTestNetwork.Limit);
            Assert.InRange(network.Network.Now - served, 100 - step, 100 + step);
            network.RunUntilReplies(next, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_request_is_answered_at_once(int step)
    {
        // Only the time of timers is coarse: what arrives is handled when it arrives.
        for (int phase = 0; phase < step; phase++)
        {
            HttpTestNetwork network = new(clockStep: step);
            network.Network.Run(1000 * step + phase);
            HttpTestClient client = network.Connect();
            network.Network.RunUntil(() => client.Connection.State == TcpState.Established, HttpTestNetwork.Limit);
            long asked = network.Network.Now;
            client.Send(Get);
            network.RunUntilReplies(client, 1);
            Assert.InRange(network.Network.Now - asked, 0, 1);
        }
    }
}
