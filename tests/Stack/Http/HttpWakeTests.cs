// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>A waiting session is not looked at until its connection changes or its time comes. Then it is never forgotten, whatever it waits for.</summary>
public class HttpWakeTests
{
    private const string Get = "GET /copied/x HTTP/1.1\r\nHost: n\r\n\r\n";
    private const string GetLarge = "GET /large HTTP/1.1\r\nHost: n\r\n\r\n";

    // A few round trips: far less than any timeout.
    private const int Soon = 50;

    private readonly HttpTestNetwork _network = new(new HttpServerOptions { MaxSessions = 2, IdleTimeout = 20_000 });
    private readonly HttpTestClient _client;

    public HttpWakeTests()
    {
        // The other session waits all the time in the middle of a request, and does not make room.
        HttpTestClient other = _network.Connect().Send("GET /cop");
        _network.Network.RunUntil(() => other.HasSentAll, Soon);
        _client = _network.Connect().Send(Get);
        _network.RunUntilReplies(_client, 1);
        _network.Network.Run(200);
    }

    [Fact]
    public void A_request_on_an_idle_connection_is_answered()
    {
        _client.Send(Get);
        AssertSoon(() => HttpReply.ReadAll(_client.Received).Count == 2);
    }

    [Fact]
    public void The_rest_of_a_request_is_read()
    {
        _client.Send(Get[..20]);
        _network.Network.Run(1000);
        _client.Send(Get[20..]);
        AssertSoon(() => HttpReply.ReadAll(_client.Received).Count == 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /cop")]
    public void The_FIN_of_a_client_that_asks_for_nothing_more_is_answered(string begun)
    {
        _client.Send(begun);
        _network.Network.Run(200);
        _client.EndSending();
        AssertSoon(() => _client.HasEnded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /cop")]
    [InlineData("POST /copied/x HTTP/1.1\r\nHost: n\r\nContent-Length: 9\r\n\r\n")]
    [InlineData(GetLarge)]
    [InlineData("GET /copied/x HTTP/1.1\r\nHost: n\r\nConnection: close\r\n\r\n")]
    public void A_reset_frees_the_session_whatever_it_waits_for(string sent)
    {
        _client.HoldsReading = true;
        _client.Send(sent);
        _network.Network.Run(200);
        _client.Connection.Abort();
        HttpTestClient next = _network.Connect().Send(Get);
        AssertSoon(() => next.Received.Length > 0);
    }

    [Fact]
    public void An_answer_goes_on_as_it_is_acknowledged()
    {
        int before = _client.Received.Length;
        _client.HoldsReading = true;
        _client.Send(GetLarge);
        _network.Network.Run(1000);
        _client.HoldsReading = false;
        AssertWithin(2000, () => _client.Received.Length - before > HttpTestHandler.LargeLength);
    }

    [Fact]
    public void An_answer_goes_on_behind_the_FIN_of_the_client()
    {
        int before = _client.Received.Length;
        _client.HoldsReading = true;
        _client.Send(GetLarge).EndSending();
        _network.Network.Run(1000);
        _client.HoldsReading = false;
        AssertWithin(2000, () => _client.HasEnded);
        Assert.InRange(_client.Received.Length - before, HttpTestHandler.LargeLength, int.MaxValue);
    }

    [Fact]
    public void An_answer_begins_when_the_one_before_is_acknowledged()
    {
        // The second waits for room that the first takes.
        int before = _client.Received.Length;
        _client.HoldsReading = true;
        _client.Send("GET /constant HTTP/1.1\r\nHost: n\r\n\r\nGET /constant HTTP/1.1\r\nHost: n\r\n\r\nGET /constant HTTP/1.1\r\nHost: n\r\n\r\n");
        _network.Network.Run(1000);
        _client.HoldsReading = false;
        AssertWithin(2000, () => _client.Received.Length - before > 15_000);
    }

    [Fact]
    public void Content_that_comes_late_is_skipped()
    {
        _client.Send("POST /copied/x HTTP/1.1\r\nHost: n\r\nContent-Length: 9\r\n\r\n");
        _network.Network.Run(1000);
        _client.Send("123456789" + Get);
        AssertSoon(() => HttpReply.ReadAll(_client.Received).Count == 3);
    }

    [Fact]
    public void The_FIN_behind_the_last_answer_frees_the_session()
    {
        _client.Send("GET /copied/x HTTP/1.1\r\nHost: n\r\nConnection: close\r\n\r\n");
        _network.Network.RunUntil(() => _client.HasEnded, Soon);
        _network.Network.Run(200);
        _client.Connection.Close();
        HttpTestClient next = _network.Connect().Send(Get);
        AssertSoon(() => next.Received.Length > 0);
    }

    [Fact]
    public void While_others_talk_the_time_of_an_idle_one_still_runs_out()
    {
        HttpTestNetwork network = new(new HttpServerOptions { IdleTimeout = 5000 });
        HttpTestClient idle = network.Connect();
        network.Network.RunUntil(() => idle.Connection.State == TcpState.Established, Soon);
        HttpTestClient talks = network.Connect();
        long start = network.Network.Now;
        for (int replies = 1; network.Network.Now - start < 4000; replies++)
        {
            Assert.False(idle.HasEnded);
            talks.Send(Get);
            network.RunUntilReplies(talks, replies);
            network.Network.Run(800);
        }

        network.Network.RunUntil(() => idle.HasEnded, HttpTestNetwork.Limit);
        Assert.InRange(network.Network.Now - start, 4990, 5010);
        Assert.Equal(TcpState.Established, talks.Connection.State);
        Assert.Equal(SocketError.Success, talks.Connection.Error);
    }

    private void AssertSoon(Func<bool> condition) => AssertWithin(Soon, condition);

    private void AssertWithin(int time, Func<bool> condition)
    {
        long start = _network.Network.Now;
        _network.Network.RunUntil(condition, HttpTestNetwork.Limit);
        Assert.InRange(_network.Network.Now - start, 0, time);
    }
}
