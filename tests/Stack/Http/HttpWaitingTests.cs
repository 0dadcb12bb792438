// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>Which connections make room, and when, while all are taken and a client waits.</summary>
public class HttpWaitingTests
{
    private const string Get = "GET /copied/x HTTP/1.1\r\nHost: n\r\n\r\n";

    private readonly HttpTestNetwork _network = new(null, new TcpOptions { MaxConnections = 1 });
    private long _opened;

    [Fact]
    public void Between_two_requests_a_tenth_of_a_second_and_nothing_is_lost()
    {
        HttpTestClient first = Open(Get);
        _network.RunUntilReplies(first, 1);
        AssertServedAfter(100);
        Assert.True(first.HasEnded);
        Assert.Equal(SocketError.Success, first.Connection.Error);
    }

    [Fact]
    public void Idle_for_longer_it_gives_way_at_once()
    {
        HttpTestClient first = Open(Get);
        _network.RunUntilReplies(first, 1);
        _network.Network.Run(5000);
        _opened = _network.Network.Now;
        AssertServedAfter(0);
    }

    [Fact]
    public void Before_the_first_request_it_waits_three_seconds()
    {
        HttpTestClient silent = Open("");
        AssertServedAfter(3000);
        Assert.True(silent.HasEnded);
    }

    [Fact]
    public void A_first_request_that_was_lost_and_comes_again_is_served_although_others_wait()
    {
        // RFC 6298 §2.4: after a second, not sooner.
        HttpTestClient first = Open("");
        HttpTestClient next = _network.Connect().Send(Get);
        _network.Network.Run(1500);
        first.Send(Get);
        _network.RunUntilReplies(first, 1);
        _network.RunUntilReplies(next, 1);
        Assert.Single(HttpReply.ReadAll(first.Received));
    }

    [Theory]
    [InlineData("GET /cop")]
    [InlineData("POST /copied/x HTTP/1.1\r\nHost: n\r\nContent-Length: 9\r\n\r\n1")]
    public void In_a_request_it_waits_1200_ms_since_the_last_byte(string begun)
    {
        HttpTestClient slow = Open(begun);
        AssertServedAfter(1200);
        Assert.Equal(SocketError.ConnectionReset, slow.Connection.Error);
    }

    [Fact]
    public void In_a_request_that_goes_on_and_on_three_seconds_in_all()
    {
        HttpTestClient slow = Open("GET /");
        HttpTestClient next = _network.Connect().Send(Get);
        while (next.Received.Length == 0)
        {
            slow.Send("x");
            _network.Network.Run(100);
        }

        Assert.InRange(_network.Network.Now - _opened, 3000, 3200);
    }

    [Fact]
    public void A_client_that_takes_nothing_1200_ms()
    {
        HttpTestClient slow = Open("");
        slow.HoldsReading = true;
        slow.Send("GET /large HTTP/1.1\r\nHost: n\r\n\r\n");
        _network.Network.Run(500);
        HttpTestClient next = _network.Connect().Send(Get);
        _network.RunUntilReplies(next, 1);
        Assert.InRange(_network.Network.Now - _opened, 1200, 1300);
        Assert.Equal(SocketError.ConnectionReset, slow.Connection.Error);
    }

    [Fact]
    public void An_answer_given_while_others_wait_says_that_it_is_the_last()
    {
        HttpTestClient first = Open("");
        HttpTestClient next = _network.Connect().Send(Get);
        _network.Network.Run(100);
        first.Send(Get + Get);
        _network.RunUntilReplies(next, 1);
        Assert.Equal("close", Assert.Single(HttpReply.ReadAll(first.Received)).Fields["Connection"]);
    }

    [Fact]
    public void While_nobody_waits_nobody_gives_way()
    {
        HttpTestClient first = Open(Get);
        _network.RunUntilReplies(first, 1);
        _network.Network.Run(20_000);
        Assert.False(first.HasEnded);
        first.Send("GET /");
        _network.Network.Run(20_000);
        Assert.False(first.HasEnded);
    }

    [Fact]
    public void When_many_wait_half_a_request_has_little_time()
    {
        HttpTestClient slow = Open("GET /cop");
        HttpTestClient other = _network.Connect().Send(Get);
        HttpTestClient next = _network.Connect().Send(Get);
        _network.Network.RunUntil(() => other.Received.Length > 0 && next.Received.Length > 0, HttpTestNetwork.Limit);
        Assert.InRange(_network.Network.Now - _opened, 50, 400);
        Assert.Equal(SocketError.ConnectionReset, slow.Connection.Error);
    }

    private HttpTestClient Open(string sent)
    {
        HttpTestClient client = _network.Connect().Send(sent);
        _network.Network.RunUntil(() => client.Connection.State == TcpState.Established && client.HasSentAll, HttpTestNetwork.Limit);
        _network.Network.Run(1);
        _opened = _network.Network.Now;
        return client;
    }

    private void AssertServedAfter(int milliseconds)
    {
        HttpTestClient next = _network.Connect().Send(Get);
        _network.RunUntilReplies(next, 1);
        Assert.InRange(_network.Network.Now - _opened, milliseconds - 5, milliseconds + 60);
    }
}
