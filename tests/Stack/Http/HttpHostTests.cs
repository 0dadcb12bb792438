// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Http;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>
/// The hosts for which the server answers (RFC 9110 §7.4, misdirected requests), and the origins that may read its answers (the CORS protocol of the
/// Fetch standard).
/// </summary>
public class HttpHostTests
{
    private static readonly string[] s_hosts = ["localhost", "127.0.0.1", "[::1]", "Sensor-Node.example"];

    private readonly HttpTestNetwork _network = new(new HttpServerOptions { Hosts = s_hosts });

    private int StatusOf(string requestLineAndFields)
    {
        return Assert.Single(_network.Exchange(requestLineAndFields + "Connection: close\r\n\r\n")).Status;
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:65535")]
    [InlineData("127.0.0.1:")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80 \t")]
    [InlineData("SENSOR-node.Example:1")]
    public void A_request_for_one_of_the_hosts_is_served_whatever_the_port(string host)
    {
        Assert.Equal(200, StatusOf($"GET /constant HTTP/1.1\r\nHost: {host}\r\n"));
        Assert.Equal(200, StatusOf($"GET /constant HTTP/1.1\r\nhost:{host}\r\n"));
    }

    [Theory]
    [InlineData("rebound.example")]
    [InlineData("rebound.example:8080")]
    [InlineData("localhost.rebound.example")]
    [InlineData("rebound-localhost")]
    [InlineData("localhos")]
    [InlineData("localhost.")]
    [InlineData("127.0.0.2")]
    [InlineData("1270001")]
    [InlineData("127.0.0.1:80:80")]
    [InlineData("[::1")]
    [InlineData("::1")]
    [InlineData("[::2]:80")]
    [InlineData(":80")]
    [InlineData("80")]
    [InlineData("")]
    public void A_request_for_any_other_host_is_misdirected(string host)
    {
        HttpReply reply = Assert.Single(_network.Exchange($"GET /constant HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        Assert.Equal(421, reply.Status);
        Assert.Equal("421 Misdirected Request", reply.Text);
        Assert.Equal("close", reply.Fields["Connection"]);
    }

    [Fact]
    public void The_host_in_the_target_counts_instead_of_the_field()
    {
        // RFC 9112 §3.2.2.
        Assert.Equal(200, StatusOf("GET http://localhost:8080/constant HTTP/1.1\r\nHost: rebound.example\r\n"));
        Assert.Equal(421, StatusOf("GET http://rebound.example/constant HTTP/1.1\r\nHost: localhost\r\n"));
        Assert.Equal(421, StatusOf("GET http://localhost@rebound.example/constant HTTP/1.1\r\nHost: localhost\r\n"));
        Assert.Equal(421, StatusOf("GET https://rebound.example/constant HTTP/1.1\r\nHost: localhost\r\n"));
    }

    [Fact]
    public void A_host_that_did_not_matter_once_is_refused_when_it_does()
    {
        HttpTestClient client = _network.Connect().Send(
            "GET http://localhost/constant HTTP/1.1\r\nHost: rebound.example\r\n\r\n"
            + "GET /constant HTTP/1.1\r\nHost: rebound.example\r\n\r\n");
        _network.RunUntilEnd(client);
        Assert.Equal([200, 421], HttpReply.ReadAll(client.Received).Select(reply => reply.Status));
    }

    [Fact]
    public void The_host_is_looked_at_in_each_request_of_a_connection()
    {
        HttpTestClient client = _network.Connect().Send(
            "GET /constant HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n"
            + "GET /constant HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n"
            + "GET /constant HTTP/1.1\r\nHost: 127.0.0.1.example\r\n\r\n");
        _network.RunUntilEnd(client);
        Assert.Equal([200, 200, 421], HttpReply.ReadAll(client.Received).Select(reply => reply.Status));
    }

    [Fact]
    public void A_request_that_names_no_host_is_served()
    {
        Assert.Equal(200, StatusOf("GET /constant HTTP/1.0\r\n"));
        Assert.Equal(421, StatusOf("GET /constant HTTP/1.0\r\nHost: rebound.example\r\n"));
    }

    [Fact]
    public void Without_a_list_any_host_is_served()
    {
        HttpTestNetwork network = new();
        Assert.Equal(200, Assert.Single(network.Exchange("GET /constant HTTP/1.1\r\nHost: any.example\r\nConnection: close\r\n\r\n")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost:8080")]
    [InlineData("http://localhost")]
    [InlineData("local host")]
    [InlineData("m\u00FCnchen.example")]
    [InlineData("::1")]
    [InlineData("[::1]:80")]
    [InlineData("[")]
    public void A_name_that_no_host_can_have_is_refused_at_the_start(string name)
    {
        Assert.Throws<ArgumentException>(() => new HttpServer(_network.BoardTcp, _network.Handler, new HttpServerOptions { Hosts = [name] }));
    }

    [Fact]
    public void Pages_of_another_origin_may_read_the_answers_only_if_that_is_wanted()
    {
        const string request = "GET /constant HTTP/1.1\r\nHost: n\r\nOrigin: http://other.example\r\nConnection: close\r\n\r\n";
        const string unknown = "GET /nothing HTTP/1.1\r\nHost: n\r\nOrigin: http://other.example\r\nConnection: close\r\n\r\n";
        HttpTestNetwork open = new(new HttpServerOptions { AllowAnyOrigin = true });
        Assert.Equal("*", Assert.Single(open.Exchange(request)).Fields["Access-Control-Allow-Origin"]);
        Assert.Equal("*", Assert.Single(open.Exchange(unknown)).Fields["Access-Control-Allow-Origin"]);
        Assert.DoesNotContain("Access-Control-Allow-Origin", Assert.Single(new HttpTestNetwork().Exchange(request)).Fields.Keys);
    }
}
