// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>A server and its clients: two stacks on one wire, in virtual time.</summary>
internal sealed class HttpTestNetwork : INodeApplication
{
    public const int Limit = 120_000;

    private static readonly HostAddress s_boardAddress = HostAddress.From(10, 0, 0, 2);

    private readonly TcpTransport _clientTcp;
    private readonly Clients _clients = new();

    public HttpTestNetwork(HttpServerOptions? options = null, TcpOptions? boardTcp = null, WireFaults? faults = null, HttpHandler? handler = null, int clockStep = 1)
    {
        Wire = new VirtualWire(faults);
        Network = new VirtualNetwork(Wire);
        NetworkStack board = new(Wire.Attach([2, 0, 0, 0, 0, 2]), new FixedEntropy(2), new StackOptions { ClockStep = clockStep });
        new IPv4(board, new IPv4Options()).Configure(s_boardAddress, 24, HostAddress.Any);
        BoardTcp = new TcpTransport(board, boardTcp ?? new TcpOptions { MaxConnections = 12 });
        Server = new HttpServer(BoardTcp, handler ?? Handler, options ?? new HttpServerOptions());
        Assert.Equal(SocketError.Success, Server.Start(HttpServer.DefaultPort));

        NetworkStack client = new(Wire.Attach([2, 0, 0, 0, 0, 1]), new FixedEntropy(1), new StackOptions());
        new IPv4(client, new IPv4Options()).Configure(HostAddress.From(10, 0, 0, 1), 24, HostAddress.Any);
        _clientTcp = new TcpTransport(client, new TcpOptions { MaxConnections = 32, ReceiveBuffer = 8192 });
        Network.Add(board, this, new SteppedClock(0, clockStep));
        Network.Add(client, _clients);
    }

    public VirtualWire Wire { get; }

    public VirtualNetwork Network { get; }

    public TcpTransport BoardTcp { get; }

    public HttpTestHandler Handler { get; } = new();

    public HttpServer Server { get; }

    public HttpTestClient Connect()
    {
        HttpTestClient client = new(OpenConnection());
        _clients.All.Add(client);
        return client;
    }

    public TcpConnection OpenConnection()
    {
        Assert.Equal(SocketError.Success, _clientTcp.Connect(s_boardAddress, HttpServer.DefaultPort, 0, out TcpConnection? connection));
        return connection!;
    }

    /// <summary>Sends on a connection of its own and returns the answers once the server has closed.</summary>
    public List<HttpReply> Exchange(string requests, params string[] methods)
    {
        HttpTestClient client = Connect().Send(requests);
        RunUntilEnd(client);
        return HttpReply.ReadAll(client.Received, methods);
    }

    public void RunUntilEnd(HttpTestClient client)
    {
        Network.RunUntil(() => client.HasEnded, Limit);
        Assert.Equal(SocketError.Success, client.Connection.Error);
        client.Connection.Close();
        _clients.All.Remove(client);
    }

    public void RunUntilReplies(HttpTestClient client, int count)
    {
        Network.RunUntil(() => CountReplies(client.Received) >= count, Limit);
    }

    public long Poll(long now) => Server.Poll(now);

    private static int CountReplies(byte[] received)
    {
        // Only for answers whose content comes with the head.
        int count = 0;
        for (int at = received.AsSpan().IndexOf("HTTP/1.1 "u8); at >= 0;)
        {
            count++;
            int next = received.AsSpan(at + 1).IndexOf("HTTP/1.1 "u8);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return count;
    }

    private sealed class Clients : INodeApplication
    {
        public List<HttpTestClient> All { get; } = [];

        public long Poll(long now)
        {
            All.ForEach(client => client.Poll());
            return long.MaxValue;
        }
    }
}
