// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Simulation;

/// <summary>The stack takes all its memory when it is constructed.</summary>
public class AllocationTests
{
    [Fact]
    public void Ten_thousand_requests_allocate_nothing()
    {
        Allocations.AssertNone(() =>
        {
            var hosts = new TwoHosts(configure: options => options.TimeWait = 10);
            var server = new EchoOnce(hosts.Server);
            var client = new Requests(hosts.Client);
            Run(hosts, client, server, 500);
            return () => Run(hosts, client, server, 10_500);
        });
    }

    private static void Run(TwoHosts hosts, Requests client, EchoOnce server, int answers)
    {
        // Not through VirtualNetwork.RunUntil: its condition would be a closure.
        long now = hosts.Network.Now;
        while (client.Answered < answers)
        {
            hosts.Wire.Advance(++now);
            for (int i = 0; i < 4; i++)
            {
                hosts.ServerStack.Poll(now);
                server.Poll(now);
                hosts.ServerStack.Poll(now);
                hosts.ClientStack.Poll(now);
                client.Poll(now);
                hosts.ClientStack.Poll(now);
            }

            if (now > 2_000_000)
            {
                throw new TimeoutException($"only {client.Answered} answers");
            }
        }
    }

    /// <summary>Accepts, echoes what it reads, closes when the other end does.</summary>
    private sealed class EchoOnce : INodeApplication
    {
        private readonly byte[] _buffer = new byte[512];
        private readonly TcpListener _listener;
        private readonly TcpConnection _connection = new();
        private bool _isOpen;

        public EchoOnce(TcpTransport tcp)
        {
            Assert.Equal(SocketError.Success, tcp.Listen(TwoHosts.Port, 2, out TcpListener? listener));
            _listener = listener!;
        }

        public long Poll(long now)
        {
            _isOpen = _isOpen || _listener.Accept(_connection);
            if (_isOpen)
            {
                int length = _connection.Receive(_buffer, 0, _buffer.Length, out SocketError error);
                _connection.Send(_buffer, 0, length, out _);
                if (length == 0 && error != SocketError.WouldBlock)
                {
                    _connection.Close();
                    _isOpen = false;
                }
            }

            return long.MaxValue;
        }
    }

    /// <summary>Connects, sends a request, waits for an answer of the same length, closes, and repeats.</summary>
    private sealed class Requests(TcpTransport tcp) : INodeApplication
    {
        private readonly byte[] _buffer = new byte[200];
        private readonly TcpConnectionOptions _options = new();
        private readonly TcpConnection _connection = new();
        private bool _isOpen;
        private bool _sent;
        private int _received;

        public int Answered { get; private set; }

        public long Poll(long now)
        {
            if (!_isOpen)
            {
                _sent = false;
                _received = 0;
                if (tcp.Connect(Frames.OwnHost, TwoHosts.Port, 0, _options, _connection) != SocketError.Success)
                {
                    return now + 1;
                }

                _isOpen = true;
            }

            if (!_sent && _connection.State == TcpState.Established)
            {
                _connection.Send(_buffer, 0, _buffer.Length, out _);
                _sent = true;
            }

            _received += _connection.Receive(_buffer, 0, _buffer.Length, out _);
            if (_received == _buffer.Length)
            {
                Answered++;
                _connection.Close();
                _isOpen = false;
            }

            return long.MaxValue;
        }
    }
}
