// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>How sessions end, and how they are shared between clients.</summary>
public class HttpSessionTests
{
    private const string Last = "Host: n\r\nConnection: close\r\n\r\n";

    [Fact]
    public void A_client_that_goes_on_sending_after_a_failure_still_gets_the_answer()
    {
        // A reset would discard the text that it has not read yet.
        HttpTestNetwork network = new();
        HttpTestClient client = network.Connect().Send("nonsense\r\n" + new string('x', 50_000));
        client.HoldsReading = true;
        network.Network.RunUntil(() => client.HasSentAll, 1000);
        network.Network.Run(500);
        client.HoldsReading = false;
        network.RunUntilEnd(client);
        Assert.Equal(400, Assert.Single(HttpReply.ReadAll(client.Received)).Status);
    }

    [Fact]
    public void A_client_that_never_stops_sending_is_cut_off()
    {
        HttpTestNetwork network = new();
        HttpTestClient client = network.Connect().Send("nonsense\r\n" + new string('x', 200_000));
        network.Network.RunUntil(() => client.Connection.State == TcpState.Closed, HttpTestNetwork.Limit);
        Assert.Equal(SocketError.ConnectionReset, client.Connection.Error);
    }

    [Fact]
    public void A_client_that_keeps_its_end_open_does_not_keep_the_session()
    {
        HttpTestNetwork network = new(new HttpServerOptions { MaxSessions = 1 });
        HttpTestClient first = network.Connect().Send("GET /copied/x HTTP/1.1\r\n" + Last);
        network.Network.RunUntil(() => first.HasEnded, HttpTestNetwork.Limit);
        long start = network.Network.Now;
        Assert.Single(network.Exchange("GET /copied/y HTTP/1.1\r\n" + Last));
        Assert.InRange(network.Network.Now - start, 0, 2500);
    }

    [Fact]
    public void More_clients_than_sessions_are_all_served()
    {
        HttpTestNetwork network = new(new HttpServerOptions { MaxSessions = 2 });
        HttpTestClient[] clients = [.. Enumerable.Range(0, 8).Select(_ => network.Connect().Send("GET /constant HTTP/1.1\r\n" + Last))];
        foreach (HttpTestClient client in clients)
        {
            network.RunUntilEnd(client);
            Assert.Equal(5000, Assert.Single(HttpReply.ReadAll(client.Received)).Content.Length);
        }
    }

    [Fact]
    public void An_idle_session_gives_way_after_a_tenth_of_a_second_and_a_busy_one_does_not()
    {
        HttpTestNetwork network = new(new HttpServerOptions { MaxSessions = 2 });
        HttpTestClient busy = network.Connect().Send("GET /copied/x HTTP/1.1\r\n");
        network.Network.Run(10);
        HttpTestClient idle = network.Connect().Send("GET /copied/x HTTP/1.1\r\nHost: n\r\n\r\n");
        network.RunUntilReplies(idle, 1);
        long start = network.Network.Now;
        HttpTestClient next = network.Connect().Send("GET /copied/y HTTP/1.1\r\nHost: n\r\n\r\n");
        network.RunUntilReplies(next, 1);
        Assert.InRange(network.Network.Now - start, 100, 110);
        Assert.True(idle.HasEnded);
        Assert.False(busy.HasEnded);
    }

    [Fact]
    public void An_idle_connection_is_closed_after_the_timeout()
    {
        HttpTestNetwork network = new(new HttpServerOptions { IdleTimeout = 5000 });
        HttpTestClient client = network.Connect();
        network.Network.Run(4000);
        client.Send("GET /copied/x HTTP/1.1\r\nHost: n\r\n\r\n");
        network.RunUntilReplies(client, 1);
        long start = network.Network.Now;
        network.RunUntilEnd(client);
        Assert.InRange(network.Network.Now - start, 4990, 5010);
        Assert.Single(HttpReply.ReadAll(client.Received));
    }

    [Fact]
    public void The_timeout_of_the_server_counts_and_not_that_of_the_transport()
    {
        TcpOptions tcp = new() { Server = new TcpConnectionOptions { IdleTimeout = 1000 } };
        HttpTestNetwork network = new(new HttpServerOptions { IdleTimeout = 5000 }, tcp);
        HttpTestClient client = network.Connect().Send("GET /copied/x HTTP/1.1\r\nHost: n\r\n\r\n");
        network.RunUntilReplies(client, 1);
        long start = network.Network.Now;
        network.RunUntilEnd(client);
        Assert.InRange(network.Network.Now - start, 4990, 5010);
    }

    [Fact]
    public void A_request_that_comes_too_slowly_is_answered_with_408()
    {
        HttpTestNetwork network = new(new HttpServerOptions { IdleTimeout = 5000 });
        HttpTestClient client = network.Connect();
        long start = network.Network.Now;
        foreach (char c in "GET /x")
        {
            client.Send(c.ToString());
            network.Network.Run(900);
        }

        network.RunUntilEnd(client);
        Assert.InRange(network.Network.Now - start, 5000, 5500);
        Assert.Equal(408, Assert.Single(HttpReply.ReadAll(client.Received)).Status);
    }

    [Fact]
    public void A_client_that_takes_nothing_is_reset_after_the_timeout()
    {
        HttpTestNetwork network = new(new HttpServerOptions { IdleTimeout = 5000 });
        HttpTestClient client = network.Connect().Send("GET /large HTTP/1.1\r\nHost: n\r\n\r\n");
        client.HoldsReading = true;
        network.Network.RunUntil(() => client.Connection.State == TcpState.Closed, 6000);
        Assert.Equal(SocketError.ConnectionReset, client.Connection.Error);
    }

    [Fact]
    public void A_reset_frees_the_session_at_once()
    {
        HttpTestNetwork network = new(new HttpServerOptions { MaxSessions = 1 });
        HttpTestClient client = network.Connect().Send("GET /large HTTP/1.1\r\nHost: n\r\n\r\n");
        network.Network.RunUntil(() => client.Received.Length > 0, HttpTestNetwork.Limit);
        client.HoldsReading = true;
        client.Connection.Abort();
        long start = network.Network.Now;
        Assert.Single(network.Exchange("GET /copied/x HTTP/1.1\r\n" + Last));
        Assert.InRange(network.Network.Now - start, 0, 50);
    }

    [Fact]
    public void The_port_belongs_to_one_server_until_it_stops()
    {
        HttpTestNetwork network = new();
        HttpServer second = new(network.BoardTcp, network.Handler, new HttpServerOptions());
        Assert.Equal(SocketError.AddressAlreadyInUse, second.Start(HttpServer.DefaultPort));
        Assert.Equal(SocketError.InvalidArgument, network.Server.Start(8080));
        HttpTestClient client = network.Connect().Send("GET /copied/x HTTP/1.1\r\nHost: n\r\n\r\n");
        network.RunUntilReplies(client, 1);
        network.Server.Stop();
        network.RunUntilEnd(client);
        Assert.Equal(SocketError.Success, second.Start(HttpServer.DefaultPort));
    }
}
