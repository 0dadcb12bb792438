// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Resolver;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Dns;
using NanoTcp.Tests.Stack.Ip;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>A server of DNS over TCP on a stack of its own: host 1 of the bench's network. The test says what it answers.</summary>
internal sealed class StreamServer
{
    private readonly NetworkStack _stack;
    private readonly TcpListener _listener;
    private readonly byte[] _buffer = new byte[2000];
    private TcpConnection? _connection;
    private byte[] _answer = [];
    private int _sent;

    public StreamServer()
    {
        Link = new ScriptedLink(IpBench.Mac(1));
        _stack = new NetworkStack(Link, new FixedEntropy(), new StackOptions());
        IPv4 ip = new(_stack, new IPv4Options());
        TcpTransport tcp = new(_stack, new TcpOptions { SendBuffer = 4096 });
        ip.Configure(new HostAddress(IpBench.Host(1)), 24, HostAddress.Any);
        Assert.Equal(SocketError.Success, tcp.Listen(DnsResolver.Port, 4, out TcpListener? listener));
        _listener = listener!;
    }

    public ScriptedLink Link { get; }

    /// <summary>Makes the bytes of the stream from a query, without the length in front; null: none come.</summary>
    public Func<StreamServer, byte[]?> Answers { get; set; } = _ => null;

    /// <summary>Whether connections are accepted.</summary>
    public bool Listens { get; set; } = true;

    /// <summary>Whether the server closes when it has answered, or has nothing to say.</summary>
    public bool Closes { get; set; }

    /// <summary>Bytes that leave at each poll.</summary>
    public int Pace { get; set; } = int.MaxValue;

    /// <summary>The last query.</summary>
    public byte[] Query { get; private set; } = [];

    public int Queries { get; private set; }

    public bool IsConnected => _connection is { HasRemoteEnded: false };

    /// <summary>A message with its length in front.</summary>
    public static byte[] Framed(byte[] message) => [.. DnsMessage.UInt16(message.Length), .. message];

    /// <summary>A reply to the last query, for one more record.</summary>
    public DnsMessage Reply(int answers = 0, int flags = 0)
    {
        int end = Query.Length - 4;
        return new DnsMessage(BinaryPrimitives.ReadUInt16BigEndian(Query), 0x8180 | flags, 1, answers).Question(Query[12..end], 1);
    }

    public void Poll(long now)
    {
        if (!Listens)
        {
            return;
        }

        _stack.Poll(now);
        if (_listener.Pending())
        {
            _connection = _listener.Accept();
            _answer = [];
            _sent = 0;
        }

        if (_connection is not null)
        {
            Serve(_connection);
        }

        _stack.Flush(now);
    }

    private void Serve(TcpConnection connection)
    {
        int length = connection.Peek(_buffer, 0, _buffer.Length, out _);
        if (length >= 2 && length >= 2 + BinaryPrimitives.ReadUInt16BigEndian(_buffer))
        {
            connection.Receive(_buffer, 0, length, out _);
            Query = _buffer[2..length];
            Queries++;
            byte[]? answer = Answers(this);
            _answer = answer ?? [];
            _sent = 0;
            if (answer is null && Closes)
            {
                connection.Close();
            }
        }

        if (_sent < _answer.Length)
        {
            _sent += connection.Send(_answer, _sent, Math.Min(Pace, _answer.Length - _sent), out _);
            if (_sent == _answer.Length && Closes)
            {
                connection.Close();
            }
        }
    }
}
