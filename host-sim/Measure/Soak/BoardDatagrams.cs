// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Udp;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// Datagrams between boards. Each that comes has to be one that was sent, whole, and may come as often as it was sent or doubled on the way.
/// </summary>
internal sealed class BoardDatagrams : NetworkService
{
    public const int Port = 4000;

    private const int HeaderLength = 12;
    private const uint Magic = 0x44415441;

    /// <summary>The wire can double a frame once, and an address that changes sends nothing twice.</summary>
    private const int MaxDeliveries = 2;

    private readonly UdpSocket _socket;
    private readonly int _number;
    private readonly HostEndPoint _to = new();
    private readonly byte[] _buffer = new byte[4096];
    private readonly Dictionary<uint, int> _deliveries = [];
    private readonly HashSet<int> _heard = [];
    private uint _sent;

    public BoardDatagrams(ServiceBoard board)
    {
        _number = board.Port.Number;
        _socket = new UdpSocket(board.Interface.Udp, new UdpSocketOptions { QueueLength = 8, QueueBytes = 8192 });
        _socket.Bind(Port);
    }

    /// <summary>Bytes that the checks have allocated, and not the board.</summary>
    public long Allocated { get; private set; }

    /// <summary>Sends a datagram with a pattern.</summary>
    public void Send(HostAddress address, int length)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(4), (uint)_number << 24 | _sent++);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(8), (uint)length);
        for (int i = 0; i < length; i++)
        {
            _buffer[HeaderLength + i] = PatternAt(_sent - 1, i);
        }

        _to.Set(address, Port);
        _socket.SendTo(_buffer, 0, HeaderLength + length, _to);
    }

    /// <summary>Whether a datagram of a board has arrived, by the number of its port.</summary>
    public bool HasHeard(int number)
    {
        return _heard.Contains(number);
    }

    /// <summary>Forgets who was heard.</summary>
    public void Forget()
    {
        _heard.Clear();
    }

    /// <inheritdoc/>
    public override long Poll(long now)
    {
        while (_socket.Waiting > 0)
        {
            int length = _socket.Receive(_buffer, 0, _buffer.Length, null, out SocketError error);
            if (error == SocketError.Success)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Check(_buffer.AsSpan(0, length));
                Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        return long.MaxValue;
    }

    private static byte PatternAt(uint number, int index)
    {
        return (byte)((number * 31 + (uint)index) * 7 >> 1);
    }

    private void Check(ReadOnlySpan<byte> datagram)
    {
        uint id = datagram.Length < HeaderLength ? 0 : BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]);
        bool isRight = datagram.Length >= HeaderLength && BinaryPrimitives.ReadUInt32BigEndian(datagram) == Magic
            && BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]) == datagram.Length - HeaderLength;
        for (int i = HeaderLength; i < datagram.Length && isRight; i++)
        {
            isRight = datagram[i] == PatternAt(id & 0xFFFFFF, i - HeaderLength);
        }

        if (!isRight)
        {
            throw new SoakViolationException(SoakInvariant.Content, $"a datagram of {datagram.Length} bytes is not what was sent");
        }

        _heard.Add((int)(id >> 24));
        int deliveries = _deliveries.GetValueOrDefault(id) + 1;
        _deliveries[id] = deliveries;
        if (deliveries > MaxDeliveries)
        {
            throw new SoakViolationException(SoakInvariant.Content, $"a datagram is delivered {deliveries} times");
        }
    }
}
