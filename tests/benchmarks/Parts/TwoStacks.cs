// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.Benchmarks.Parts;

/// <summary>Two stacks on a cable in memory, and connections between them that are established already. Time stands still unless it is moved.</summary>
internal sealed class TwoStacks
{
    private const int Port = 7;

    private readonly NetworkStack _clientStack;
    private readonly NetworkStack _serverStack;
    private readonly TcpConnection[] _clients;
    private readonly TcpConnection[] _servers;
    private readonly byte[] _buffer = new byte[65536];
    private long _now;

    public TwoStacks(int connections, int bufferSize)
    {
        MemoryLink clientLink = new([2, 0, 0, 0, 0, 1]);
        MemoryLink serverLink = new([2, 0, 0, 0, 0, 2]);
        MemoryLink.Connect(clientLink, serverLink);
        TcpOptions options = new()
        {
            MaxConnections = connections,
            MaxBacklog = 1,
            ReceiveBuffer = bufferSize,
            SendBuffer = bufferSize,
        };
        HostAddress server = HostAddress.From(198, 18, 0, 2);
        _clientStack = new NetworkStack(clientLink, new CountingEntropy(), new StackOptions());
        _serverStack = new NetworkStack(serverLink, new CountingEntropy(), new StackOptions());
        TcpTransport clients = new(_clientStack, options);
        TcpTransport servers = new(_serverStack, options);
        new IPv4(_clientStack, new IPv4Options()).Configure(HostAddress.From(198, 18, 0, 1), 24, HostAddress.Any);
        new IPv4(_serverStack, new IPv4Options()).Configure(server, 24, HostAddress.Any);
        _clients = new TcpConnection[connections];
        _servers = new TcpConnection[connections];
        Require(servers.Listen(Port, 1, out TcpListener? listener));
        for (int i = 0; i < connections; i++)
        {
            Require(clients.Connect(server, Port, 0, out TcpConnection? client));
            while (!listener!.Pending())
            {
                Advance();
            }

            _clients[i] = client!;
            _servers[i] = listener.Accept()!;
        }
    }

    /// <summary>Frames that either has sent or received so far.</summary>
    public long Frames => _clientStack.GetCount(Counter.FramesSent) + _serverStack.GetCount(Counter.FramesSent);

    /// <summary>The client of a connection sends, the server's application reads, and whatever the two have to say to that is said.</summary>
    public void Send(int connection, int length)
    {
        Require(_clients[connection].Send(_buffer, 0, length, out SocketError error) == length ? SocketError.Success : error);
        _clientStack.Flush(_now);
        _serverStack.Poll(_now);
        int received = _servers[connection].Receive(_buffer, 0, length, out error);
        Require(received == length ? SocketError.Success : error);
        _serverStack.Flush(_now);
        _clientStack.Poll(_now);
    }

    /// <summary>The same, and the server sends it back.</summary>
    public void Echo(int connection, int length)
    {
        Require(_clients[connection].Send(_buffer, 0, length, out SocketError error) == length ? SocketError.Success : error);
        _clientStack.Flush(_now);
        _serverStack.Poll(_now);
        int count = _servers[connection].Receive(_buffer, 0, length, out _);
        _servers[connection].Send(_buffer, 0, count, out _);
        _serverStack.Flush(_now);
        _clientStack.Poll(_now);
        Require(_clients[connection].Receive(_buffer, 0, length, out error) == length ? SocketError.Success : error);
        _clientStack.Flush(_now);
        _serverStack.Poll(_now);
    }

    // Lets time go on, for what waits for it while the connections are opened.
    private void Advance()
    {
        _now++;
        _clientStack.Poll(_now);
        _serverStack.Poll(_now);
    }

    private static void Require(SocketError error)
    {
        if (error != SocketError.Success)
        {
            throw new BenchmarkException($"A call failed: {error}.");
        }
    }

    // Secrets that are not: the same in every run.
    private sealed class CountingEntropy : EntropySource
    {
        private byte _next;

        public override void Fill(byte[] buffer)
        {
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = _next++;
            }
        }
    }
}
