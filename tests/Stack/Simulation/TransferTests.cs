// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Simulation;

/// <summary>Whole transfers between two stacks.</summary>
public class TransferTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void A_megabyte_each_way_at_once_arrives_intact()
    {
        Transfer(new TwoHosts(), Megabyte, Megabyte, 60_000);
    }

    [Theory]
    [InlineData(0.10, 0, 0, 0, 1)]
    [InlineData(0, 0.10, 0, 0, 2)]
    [InlineData(0, 0, 0.10, 0, 3)]
    [InlineData(0, 0, 0, 0.10, 4)]
    [InlineData(0.10, 0.05, 0.05, 0.05, 5)]
    [InlineData(0.10, 0.05, 0.05, 0.05, 6)]
    public void A_megabyte_each_way_arrives_intact_over_a_bad_wire(double loss, double duplicate, double reorder, double corrupt, int seed)
    {
        var faults = new WireFaults
        {
            Loss = loss,
            Duplicate = duplicate,
            Reorder = reorder,
            Corrupt = corrupt,
            DelayMs = 5,
            JitterMs = 3,
            Seed = (ulong)seed,
        };
        Transfer(new TwoHosts(faults, seed: seed), Megabyte, Megabyte, 24 * 3600_000);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(536, 300, 7)]
    [InlineData(1460, 1460, 100)]
    [InlineData(4096, 8192, 5000)]
    [InlineData(65535, 65536, 65536)]
    [InlineData(100_000, 100_000, 100_000)]
    public void Buffers_of_any_size_work(int receiveBuffer, int sendBuffer, int readSize)
    {
        var hosts = new TwoHosts(configure: options =>
        {
            options.ReceiveBuffer = receiveBuffer;
            options.SendBuffer = sendBuffer;
        });
        Transfer(hosts, 20_000, 20_000, 24 * 3600_000, readSize);
    }

    [Fact]
    public void An_application_that_stops_reading_closes_the_window_and_opens_it_again()
    {
        var hosts = new TwoHosts();
        (TcpConnection client, TcpConnection server) = hosts.Connect();
        var sender = new Flow(client, 50_000);
        hosts.Network.Add(hosts.ClientStack, sender);
        hosts.Network.Run(600_000);
        Assert.Equal(new TcpOptions().ReceiveBuffer, server.Available);

        // After 0.2 s, then twice as long each time, from the tenth on every 60 s.
        Assert.Equal(17, hosts.Client.GetCount(TcpCounter.WindowProbes));

        var receiver = new Flow(server, 0);
        hosts.Network.Add(hosts.ServerStack, receiver);
        server.Shutdown(SocketShutdown.Send);
        hosts.Network.RunUntil(() => receiver.EndOfStream, 10_000);
        Assert.Equal(50_000, receiver.Received);
    }

    private static void Transfer(TwoHosts hosts, int up, int down, long limit, int readSize = 1000)
    {
        (TcpConnection client, TcpConnection server) = hosts.Connect();
        var clientFlow = new Flow(client, up, readSize);
        var serverFlow = new Flow(server, down, readSize);
        hosts.Network.Add(hosts.ClientStack, clientFlow);
        hosts.Network.Add(hosts.ServerStack, serverFlow);
        hosts.Network.RunUntil(() => clientFlow.IsDone && serverFlow.IsDone, limit);
        Assert.Equal(SocketError.Success, clientFlow.Error);
        Assert.Equal(SocketError.Success, serverFlow.Error);
        Assert.Equal(down, clientFlow.Received);
        Assert.Equal(up, serverFlow.Received);

        client.Close();
        server.Close();
        hosts.Network.Run(200_000);
        foreach (TcpTransport tcp in new[] { hosts.Client, hosts.Server })
        {
            Assert.Equal(new TcpOptions().MaxConnections, tcp.CountConnections(TcpState.Closed));
            Assert.Equal(0, tcp.CountConnections(TcpState.TimeWait));
        }
    }
}
