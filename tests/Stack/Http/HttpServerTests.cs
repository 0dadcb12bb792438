// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Http;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>Requests and answers over two real stacks.</summary>
public class HttpServerTests
{
    private const string Last = "Host: n\r\nConnection: close\r\n\r\n";

    private static readonly byte[] s_large = [.. Enumerable.Range(0, HttpTestHandler.LargeLength).Select(HttpTestHandler.ByteAt)];

    [Fact]
    public void An_answer_says_what_it_is_and_how_long()
    {
        HttpTestNetwork network = new();
        HttpReply reply = Assert.Single(network.Exchange("GET /copied/hello HTTP/1.1\r\n" + Last));
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\nConnection: close\r\n\r\n",
            reply.Head);
        Assert.Equal("hello", reply.Text);
    }

    [Theory]
    [InlineData("/constant", 5000)]
    [InlineData("/large", HttpTestHandler.LargeLength)]
    public void Contents_longer_than_all_buffers_arrive_byte_for_byte(string path, int length)
    {
        HttpReply reply = Assert.Single(new HttpTestNetwork().Exchange("GET " + path + " HTTP/1.1\r\n" + Last));
        Assert.Equal(200, reply.Status);
        Assert.Equal(s_large[..length], reply.Content);
    }

    [Theory]
    [InlineData("/constant")]
    [InlineData("/copied/hello")]
    [InlineData("/large")]
    [InlineData("/nothing")]
    public void HEAD_has_the_same_head_as_GET_and_no_content(string path)
    {
        HttpTestNetwork network = new();
        HttpReply get = Assert.Single(network.Exchange("GET " + path + " HTTP/1.1\r\n" + Last));
        HttpReply head = Assert.Single(network.Exchange("HEAD " + path + " HTTP/1.1\r\n" + Last, "HEAD"));
        Assert.Equal(get.Head, head.Head);
        Assert.NotEmpty(get.Content);
    }

    [Theory]
    [InlineData(400, "GET\r\n")]
    [InlineData(400, "GET /constant HTTP/1.1\r\n\r\n")]
    [InlineData(404, "GET /nothing HTTP/1.1\r\n" + Last)]
    [InlineData(404, "POST /nothing HTTP/1.1\r\n" + Last)]
    [InlineData(404, "OPTIONS /nothing HTTP/1.1\r\n" + Last)]
    [InlineData(405, "POST /constant HTTP/1.1\r\n" + Last)]
    [InlineData(405, "PUT /constant HTTP/1.1\r\n" + Last)]
    [InlineData(405, "DELETE /constant HTTP/1.1\r\n" + Last)]
    [InlineData(405, "OPTIONS /constant HTTP/1.1\r\n" + Last)]
    [InlineData(405, "OPTIONS * HTTP/1.1\r\n" + Last)]
    [InlineData(413, "GET /constant HTTP/1.1\r\nHost: n\r\nContent-Length: 4000000000\r\n\r\n")]
    [InlineData(500, "GET /toolarge HTTP/1.1\r\n" + Last)]
    [InlineData(501, "BREW /constant HTTP/1.1\r\n" + Last)]
    [InlineData(501, "CONNECT n:80 HTTP/1.1\r\n" + Last)]
    [InlineData(501, "GET /constant HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData(505, "GET / HTTP/2.0\r\n\r\n")]
    public void A_failure_has_its_status_and_its_name_as_content(int status, string request)
    {
        HttpReply reply = Assert.Single(new HttpTestNetwork().Exchange(request));
        Assert.Equal(status, reply.Status);
        Assert.StartsWith("HTTP/1.1 " + reply.Text + "\r\n", reply.Head);
        Assert.Equal("close", reply.Fields["Connection"]);
        Assert.Equal(status == 405, reply.Fields.ContainsKey("Allow"));
        if (status == 405)
        {
            Assert.Equal("GET, HEAD", reply.Fields["Allow"]);
        }
    }

    [Fact]
    public void A_request_too_long_is_answered_with_414_or_431()
    {
        HttpTestNetwork network = new(new HttpServerOptions { RequestBuffer = 300 });
        string fill = new('a', 400);
        Assert.Equal(414, Assert.Single(network.Exchange("GET /" + fill + " HTTP/1.1\r\n" + Last)).Status);
        Assert.Equal(431, Assert.Single(network.Exchange("GET / HTTP/1.1\r\nX: " + fill + "\r\n" + Last)).Status);
    }

    [Fact]
    public void A_request_may_be_cut_at_any_byte()
    {
        HttpTestNetwork network = new();
        HttpTestClient client = network.Connect();
        string request = "GET /copied/hello HTTP/1.1\r\nHost: n\r\n\r\n";
        for (int cut = 1; cut < request.Length; cut++)
        {
            client.Send(request[..cut]);
            network.Network.Run(1);
            Assert.Equal(cut - 1, network.Handler.Handled);
            client.Send(request[cut..]);
            network.RunUntilReplies(client, cut);
        }

        Assert.All(HttpReply.ReadAll(client.Received), reply => Assert.Equal("hello", reply.Text));
    }

    [Fact]
    public void A_request_may_come_in_single_bytes()
    {
        HttpTestNetwork network = new();
        HttpTestClient client = network.Connect();
        foreach (char c in "GET /copied/hello HTTP/1.1\r\n" + Last)
        {
            client.Send(c.ToString());
            network.Network.Run(1);
        }

        network.RunUntilEnd(client);
        Assert.Equal("hello", Assert.Single(HttpReply.ReadAll(client.Received)).Text);
    }

    [Fact]
    public void Pipelined_requests_are_answered_in_order()
    {
        HttpTestNetwork network = new();
        StringBuilder requests = new();
        for (int i = 0; i < 50; i++)
        {
            requests.Append("GET /copied/").Append(i).Append(" HTTP/1.1\r\nHost: n\r\n\r\n");
        }

        requests.Append("GET /constant HTTP/1.1\r\nHost: n\r\n\r\nHEAD /large HTTP/1.1\r\nHost: n\r\n\r\nGET /nothing HTTP/1.1\r\n").Append(Last);
        string[] methods = [.. Enumerable.Repeat("GET", 51), "HEAD"];
        List<HttpReply> replies = network.Exchange(requests.ToString(), methods);
        Assert.Equal(53, replies.Count);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i.ToString()), replies.Take(50).Select(reply => reply.Text));
        Assert.Equal(5000, replies[50].Content.Length);
        Assert.Equal("300000", replies[51].Fields["Content-Length"]);
        Assert.Equal(404, replies[52].Status);
    }

    [Fact]
    public void What_follows_the_last_request_is_not_answered()
    {
        List<HttpReply> replies = new HttpTestNetwork().Exchange("GET /copied/1 HTTP/1.1\r\n" + Last + "GET /copied/2 HTTP/1.1\r\n" + Last);
        Assert.Equal("1", Assert.Single(replies).Text);
    }

    [Fact]
    public void HTTP_1_1_keeps_the_connection_without_a_word()
    {
        HttpTestNetwork network = new();
        HttpTestClient client = network.Connect();
        for (int i = 1; i <= 20; i++)
        {
            client.Send("GET /copied/x HTTP/1.1\r\nHost: n\r\n\r\n");
            network.RunUntilReplies(client, i);
        }

        Assert.All(HttpReply.ReadAll(client.Received), reply => Assert.False(reply.Fields.ContainsKey("Connection")));
        Assert.False(client.HasEnded);
    }

    [Fact]
    public void Requests_that_are_as_long_as_the_one_before_are_answered_for_themselves()
    {
        HttpTestNetwork network = new(new HttpServerOptions { MaxSessions = 1 });
        string[] texts = ["a", "a", "b", "a", "b", "b"];
        HttpTestClient client = network.Connect();
        for (int i = 0; i < texts.Length; i++)
        {
            client.Send($"GET /copied/{texts[i]} HTTP/1.1\r\nHost: n\r\n\r\n");
            network.RunUntilReplies(client, i + 1);
        }

        Assert.Equal(texts, HttpReply.ReadAll(client.Received).Select(reply => reply.Text));
        client.EndSending();
        network.RunUntilEnd(client);

        // The same session, behind requests of all kinds: with content, refused, cut off, pipelined.
        string first = "GET /copied/a HTTP/1.1\r\n" + Last;
        string[] between =
        [
            first, "GET /copied/b HTTP/1.1\r\n" + Last, "GET /copied/a HTTP/9.1\r\n" + Last, "HEAD /nothing HTTP/1.1\r\n" + Last,
            "GET /copied/b HTTP/1.1\r\nHost: n\r\nContent-Length: 3\r\n\r\n123" + first,
            "GET /copied/b HTTP/1.1\r\nHost: n\r\n\r\n" + first,
        ];
        foreach (string other in between)
        {
            Assert.Equal("a", Assert.Single(network.Exchange(first)).Text);
            string[] methods = other.StartsWith("HEAD", StringComparison.Ordinal) ? ["HEAD"] : [];
            Assert.Equal([.. ExpectedTexts(other)], network.Exchange(other, methods).Select(reply => reply.Text));
            Assert.Equal("a", Assert.Single(network.Exchange(first)).Text);
            network.Connect().Send(first[..^1]).EndSending();
            network.Network.Run(100);
        }

        IEnumerable<string> ExpectedTexts(string requests)
        {
            return new HttpTestNetwork().Exchange(requests, requests.StartsWith("HEAD", StringComparison.Ordinal) ? ["HEAD"] : []).Select(reply => reply.Text);
        }
    }

    [Fact]
    public void An_answer_is_the_same_whatever_was_answered_before()
    {
        string[] requests =
        [
            "GET /copied/hello HTTP/1.1\r\n" + Last, "GET /copied/other HTTP/1.1\r\n" + Last, "GET /copied/more-of-it HTTP/1.1\r\n" + Last,
            "GET /constant HTTP/1.1\r\n" + Last, "GET /nothing HTTP/1.1\r\n" + Last, "PUT /constant HTTP/1.1\r\n" + Last,
            "BREW / HTTP/1.1\r\n" + Last, "GET /copied/hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /copied/hello HTTP/1.1\r\n" + Last,
        ];
        HttpTestNetwork network = new();
        foreach (string before in requests)
        {
            foreach (string request in requests)
            {
                network.Exchange(before);
                Assert.Equal(Answers(new HttpTestNetwork().Exchange(request)), Answers(network.Exchange(request)));
            }
        }

        static IEnumerable<string> Answers(IEnumerable<HttpReply> replies) => replies.Select(reply => reply.Head + Encoding.Latin1.GetString(reply.Content));
    }

    [Fact]
    public void HTTP_1_0_closes_unless_asked_to_keep()
    {
        HttpTestNetwork network = new();
        Assert.Equal("close", Assert.Single(network.Exchange("GET /copied/x HTTP/1.0\r\n\r\n")).Fields["Connection"]);
        List<HttpReply> replies = network.Exchange("GET /copied/x HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /copied/y HTTP/1.0\r\n\r\n");
        Assert.Equal(["keep-alive", "close"], replies.Select(reply => reply.Fields["Connection"]));
    }

    [Fact]
    public void The_content_of_a_request_is_skipped()
    {
        string content = string.Concat(Enumerable.Repeat("GET /copied/no HTTP/1.1\r\n\r\n", 300));
        string requests = $"GET /copied/1 HTTP/1.1\r\nHost: n\r\nContent-Length: {content.Length}\r\n\r\n{content}"
            + "POST /copied/2 HTTP/1.1\r\nHost: n\r\nContent-Length: 3\r\n\r\nabc"
            + "GET /copied/3 HTTP/1.1\r\n" + Last;
        List<HttpReply> replies = new HttpTestNetwork().Exchange(requests);
        Assert.Equal([200, 405, 200], replies.Select(reply => reply.Status));
        Assert.Equal("3", replies[2].Text);
    }

    [Fact]
    public void Content_is_skipped_while_the_answer_waits_for_the_client()
    {
        // The client reads nothing before it has sent everything: neither end may wait for the other.
        HttpTestNetwork network = new();
        HttpTestClient client = network.Connect();
        client.HoldsReading = true;
        client.Send("GET /large HTTP/1.1\r\nContent-Length: 100000\r\n" + Last + new string('x', 100_000));
        network.Network.RunUntil(() => client.HasSentAll, 10_000);
        client.HoldsReading = false;
        network.RunUntilEnd(client);
        Assert.Equal(s_large, Assert.Single(HttpReply.ReadAll(client.Received)).Content);
    }

    [Fact]
    public void A_client_that_half_closes_gets_all_answers()
    {
        HttpTestNetwork network = new();
        HttpTestClient client = network.Connect();
        client.Send("GET /large HTTP/1.1\r\nHost: n\r\n\r\nGET /constant HTTP/1.1\r\nHost: n\r\n\r\n").EndSending();
        network.RunUntilEnd(client);
        Assert.Equal([s_large.Length, 5000], HttpReply.ReadAll(client.Received).Select(reply => reply.Content.Length));
    }

    [Fact]
    public void Head_and_small_content_leave_in_one_segment()
    {
        HttpTestNetwork network = new();
        HttpTestClient client = network.Connect();
        network.Network.RunUntil(() => client.Connection.State == TcpState.Established, HttpTestNetwork.Limit);
        PayloadObserver observer = new();
        network.Wire.Observe(observer);
        client.Send("GET /copied/hello HTTP/1.1\r\nHost: n\r\n\r\n");
        network.RunUntilReplies(client, 1);
        Assert.Equal([client.Received.Length], observer.FromBoard);
    }

    [Fact]
    public void A_small_answer_does_not_wait_for_the_acknowledgment_of_the_one_before()
    {
        // The client has sent its second request before the first answer comes, so it acknowledges that one late.
        HttpTestNetwork network = new(null, new TcpOptions { SendBuffer = 8192 }, new WireFaults { DelayMs = 5, Seed = 1 });
        HttpTestClient client = network.Connect();
        client.Connection.Options = new TcpConnectionOptions { NoDelay = true };
        network.Network.RunUntil(() => client.Connection.State == TcpState.Established, HttpTestNetwork.Limit);
        long start = network.Network.Now;
        client.Send("GET /copied/x HTTP/1.1\r\nHost: n\r\n\r\n");
        network.Network.Run(1);
        client.Send("GET /copied/y HTTP/1.1\r\nHost: n\r\n\r\n");
        network.RunUntilReplies(client, 2);
        Assert.InRange(network.Network.Now - start, 0, 20);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(257)]
    [InlineData(1000)]
    public void A_send_buffer_below_that_of_the_server_makes_it_slower_only(int sendBuffer)
    {
        HttpTestNetwork network = new(null, new TcpOptions { SendBuffer = sendBuffer });
        HttpTestClient client = network.Connect().Send("GET /constant HTTP/1.1\r\nHost: n\r\n\r\nGET /large HTTP/1.1\r\n" + Last);
        network.Network.RunUntil(() => client.HasEnded, 1_000_000);
        List<HttpReply> replies = HttpReply.ReadAll(client.Received);
        Assert.Equal(s_large[..5000], replies[0].Content);
        Assert.Equal(s_large, replies[1].Content);
    }

    [Fact]
    public void Requests_and_answers_survive_a_lossy_wire()
    {
        WireFaults faults = new() { Loss = 0.1, Duplicate = 0.05, Reorder = 0.05, Corrupt = 0.02, DelayMs = 5, Seed = 7 };
        HttpTestNetwork network = new(null, null, faults);
        StringBuilder requests = new();
        for (int i = 0; i < 200; i++)
        {
            requests.Append("GET /copied/").Append(i).Append(" HTTP/1.1\r\nHost: n\r\n\r\n");
        }

        HttpTestClient client = network.Connect().Send(requests + "GET /constant HTTP/1.1\r\n" + Last);
        network.Network.RunUntil(() => client.HasEnded, 1_000_000);
        List<HttpReply> replies = HttpReply.ReadAll(client.Received);
        Assert.Equal(201, replies.Count);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => i.ToString()), replies.Take(200).Select(reply => reply.Text));
        Assert.Equal(s_large[..5000], replies[200].Content);
    }

    private sealed class PayloadObserver : IFrameObserver
    {
        public List<int> FromBoard { get; } = [];

        public void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate)
        {
            int payload = (data[offset + 16] << 8 | data[offset + 17]) - 20 - (data[offset + 46] >> 4) * 4;
            if (fromPort == 0 && payload > 0)
            {
                FromBoard.Add(payload);
            }
        }
    }
}
