// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.SensorNode;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Firmware;

public class EchoServiceTests
{
    private readonly SensorNodeNetwork _network = new(new SensorOptions { EchoPort = EchoService.DefaultPort });

    public EchoServiceTests()
    {
        Assert.Equal(SocketError.Success, _network.Application.Start());
    }

    [Fact]
    public void Everything_comes_back_and_then_the_FIN()
    {
        TcpConnection connection = _network.Connect(EchoService.DefaultPort);
        byte[] sent = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i % 253))];
        byte[] received = new byte[sent.Length];
        int sentCount = 0;
        int receivedCount = 0;
        _network.Network.RunUntil(
            () =>
            {
                sentCount += connection.Send(sent, sentCount, sent.Length - sentCount, out _);
                receivedCount += connection.Receive(received, receivedCount, received.Length - receivedCount, out _);
                return receivedCount == sent.Length;
            },
            600_000);
        Assert.Equal(sent, received);
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(SocketError.Success, connection.Shutdown(SocketShutdown.Send));
        Assert.Empty(_network.ReadToEnd(connection));
    }

    [Fact]
    public void What_precedes_the_FIN_comes_back_although_the_client_reads_late()
    {
        TcpConnection connection = _network.Connect(EchoService.DefaultPort);
        byte[] sent = [.. Enumerable.Range(0, 6000).Select(i => (byte)(i % 253))];
        int count = 0;
        _network.Network.RunUntil(() => (count += connection.Send(sent, count, sent.Length - count, out _)) == sent.Length, 60_000);
        connection.Shutdown(SocketShutdown.Send);
        _network.Network.Run(2000);
        Assert.Equal(sent, _network.ReadToEnd(connection));
    }

    [Fact]
    public void A_third_client_is_served_when_one_of_two_has_left()
    {
        TcpConnection[] clients = [.. Enumerable.Range(0, 3).Select(_ => _network.Connect(EchoService.DefaultPort))];
        foreach (TcpConnection client in clients)
        {
            _network.Send(client, "x");
        }

        _network.Network.Run(1000);
        Assert.Equal([1, 1, 0], clients.Select(client => client.Available));
        clients[0].Close();
        _network.Network.Run(1000);
        Assert.Equal(1, clients[2].Available);
    }

    [Fact]
    public void A_third_client_is_served_after_three_seconds_when_two_say_nothing()
    {
        TcpConnection[] silent = [.. Enumerable.Range(0, 2).Select(_ => _network.Connect(EchoService.DefaultPort))];
        _network.Network.Run(1000);
        TcpConnection client = _network.Connect(EchoService.DefaultPort);
        _network.Send(client, "x");
        _network.Network.Run(1900);
        Assert.Equal(0, client.Available);
        _network.Network.Run(200);
        Assert.Equal(1, client.Available);
        Assert.Equal([SocketError.ConnectionReset, SocketError.Success], silent.Select(connection => connection.Error));
    }

    [Fact]
    public void Silent_clients_take_nothing_from_the_web_server()
    {
        for (int i = 0; i < 6; i++)
        {
            _network.Connect(EchoService.DefaultPort);
        }

        _network.Network.Run(1000);
        long start = _network.Network.Now;
        Assert.StartsWith("HTTP/1.1 200 OK", _network.Get("/"));
        Assert.InRange(_network.Network.Now - start, 0, 100);
    }

    [Fact]
    public void A_client_that_is_silent_for_five_minutes_is_reset()
    {
        TcpConnection connection = _network.Connect(EchoService.DefaultPort);
        long start = _network.Network.Now;
        _network.Network.RunUntil(() => connection.State == TcpState.Closed, 400_000);
        Assert.Equal(SocketError.ConnectionReset, connection.Error);
        Assert.InRange(_network.Network.Now - start, EchoService.IdleTimeout - 10, EchoService.IdleTimeout + 10);
    }
}
