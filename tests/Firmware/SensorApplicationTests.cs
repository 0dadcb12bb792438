// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text.Json;
using NanoTcp.Host;
using NanoTcp.SensorNode;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Firmware;

public class SensorApplicationTests
{
    private readonly SensorNodeNetwork _network = new(new SensorOptions { EchoPort = EchoService.DefaultPort });

    public SensorApplicationTests()
    {
        Assert.Equal(SocketError.Success, _network.Application.Start());
    }

    private static string ContentOf(string reply)
    {
        return reply[(reply.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }

    [Fact]
    public void The_values_are_JSON_with_decimals()
    {
        _network.Network.Run(5000);
        string reply = _network.Get("/api/sensors");
        Assert.StartsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", reply);
        Assert.StartsWith("{\"temperature\":-3.07,\"humidity\":45.10,\"pressure\":1013.25,\"uptime\":5,\"address\":\"10.0.0.2\",", ContentOf(reply));
        JsonElement values = JsonDocument.Parse(ContentOf(reply)).RootElement;
        Assert.InRange(values.GetProperty("framesReceived").GetInt32(), 3, 10);
        Assert.InRange(values.GetProperty("framesSent").GetInt32(), 2, 10);
    }

    [Fact]
    public void The_page_shows_the_values_without_a_script_and_is_small()
    {
        string reply = _network.Get("/");
        Assert.StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n", reply);
        Assert.Contains("<b id=\"temperature\">  -3.07</b>", reply);
        Assert.Contains("<b id=\"humidity\">  45.10</b>", reply);
        Assert.Contains("<b id=\"pressure\">1013.25</b>", reply);
        Assert.True(reply.Length < 3000);

        // Then all values leave in the call that writes them, whatever other clients ask meanwhile.
        Assert.InRange(reply.IndexOf("hPa", StringComparison.Ordinal), 0, 1400);
    }

    [Fact]
    public void Anything_else_is_404()
    {
        Assert.StartsWith("HTTP/1.1 404 Not Found\r\n", _network.Get("/api"));
        Assert.StartsWith("HTTP/1.1 404 Not Found\r\n", _network.Get("/bytes/x"));
    }

    [Fact]
    public void Bytes_are_as_many_as_asked_for()
    {
        string content = ContentOf(_network.Get("/bytes/20000"));
        Assert.Equal(20_000, content.Length);
    }

    [Fact]
    public void The_services_answer_on_their_ports_at_the_same_time()
    {
        TcpConnection echo = _network.Connect(EchoService.DefaultPort);
        _network.Send(echo, "before ");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", _network.Get("/api/sensors"));
        _network.Send(echo, "after");
        echo.Shutdown(SocketShutdown.Send);
        Assert.Equal("before after"u8, _network.ReadToEnd(echo));
    }

    [Fact]
    public void A_port_in_use_leaves_nothing_open()
    {
        Assert.Equal(SocketError.AddressAlreadyInUse, Another(8080, EchoService.DefaultPort).Start());
        Assert.Equal(SocketError.AddressAlreadyInUse, Another(80, 8007).Start());
        Assert.Equal(SocketError.Success, Another(8080, 8007).Start());

        SensorApplication Another(int httpPort, int echoPort)
        {
            SensorOptions options = new() { HttpPort = httpPort, EchoPort = echoPort };
            return new SensorApplication(_network.BoardTcp, _network.Ip, new SimulatedSensors(), options);
        }
    }

    [Fact]
    public void Echo_is_not_served_unless_asked_for()
    {
        SensorNodeNetwork network = new(new SensorOptions());
        Assert.Equal(SocketError.Success, network.Application.Start());
        Assert.Equal(SocketError.ConnectionRefused, network.Connect(EchoService.DefaultPort).Error);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", network.Get("/"));
    }

    [Fact]
    public void After_a_stop_the_ports_are_free()
    {
        _network.Application.Stop();
        Assert.Equal(TcpState.Closed, _network.Connect(80).State);
        Assert.Equal(SocketError.Success, _network.Application.Start());
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", _network.Get("/"));
    }
}
