// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>
/// From the wire into socket 0's receive buffer. The medium delivers a frame when its last bit arrives. The next frame cannot arrive before the
/// line's rate allows its length.
/// </summary>
internal sealed class Receiver(
    EthernetLink medium,
    Phy phy,
    RegisterBlock common,
    Socket socket,
    BufferMemory memory,
    SocketInterrupts interrupts,
    TcpIpEngine engine,
    W5500Faults faults,
    W5500Counters counters)
{
    private const int PrefixLength = 2;
    private const long Second = 1_000_000_000;

    private readonly byte[] _frame = new byte[EthernetHeader.MaxFrame];
    private int _length;
    private long _arrivesAt = long.MaxValue;

    // Long ago: the line has been idle.
    private long _previousArrival = -Second;

    public long NextEvent => _arrivesAt;

    /// <summary>Takes what is due by <paramref name="now"/> off the medium.</summary>
    public void Advance(long now)
    {
        if (_arrivesAt <= now)
        {
            _previousArrival = _arrivesAt;
            _arrivesAt = long.MaxValue;
            Arrive();
        }

        if (_arrivesAt == long.MaxValue)
        {
            TakeNext(now);
        }
    }

    public void Reset()
    {
        _arrivesAt = long.MaxValue;
    }

    private void TakeNext(long now)
    {
        for (FrameBuffer? frame = medium.Receive(); frame != null; frame = medium.Receive())
        {
            if (!phy.IsUp)
            {
                counters.DroppedLinkDown++;
            }
            else if (frame.Length > EthernetHeader.MaxFrame)
            {
                counters.DroppedTooLong++;
            }
            else
            {
                Begin(frame, now);
                return;
            }
        }
    }

    private void Begin(FrameBuffer frame, long now)
    {
        // A medium without a wire of its own (TAP) may deliver frames without padding.
        _length = Math.Max(frame.Length, EthernetHeader.MinFrame);
        Array.Clear(_frame, frame.Length, _length - frame.Length);
        Array.Copy(frame.Data, frame.Offset, _frame, 0, frame.Length);
        _arrivesAt = Math.Max(now, _previousArrival + Transmitter.WireTime(_length, phy));
    }

    private void Arrive()
    {
        ReadOnlySpan<byte> frame = _frame.AsSpan(0, _length);
        engine.OnFrame(frame);
        if (!socket.IsMacRaw)
        {
            counters.DroppedClosed++;
            return;
        }

        Span<byte> ownAddress = stackalloc byte[6];
        for (int i = 0; i < ownAddress.Length; i++)
        {
            ownAddress[i] = common[CommonRegister.HardwareAddress + i];
        }

        if (!ReceiveFilter.Accepts(socket.Registers[SocketRegister.Mode], ownAddress, frame))
        {
            counters.DroppedFiltered++;
            return;
        }

        // A frame that does not fit is dropped as a whole, and nothing reports it.
        if (socket.ReceiveRoom < _length + PrefixLength)
        {
            counters.DroppedFull++;
            return;
        }

        Store(frame);
    }

    /// <summary>The record: a big-endian length that counts itself, then the frame without its check sequence.</summary>
    private void Store(ReadOnlySpan<byte> frame)
    {
        int recordLength = frame.Length + PrefixLength;
        int prefix = faults.BrokenPrefixes.Strikes() ? faults.BrokenPrefix : recordLength;
        int pointer = socket.ReceiveWrite;
        memory.Write(socket, pointer++, (byte)(prefix >> 8));
        memory.Write(socket, pointer++, (byte)prefix);
        foreach (byte value in frame)
        {
            memory.Write(socket, pointer++, value);
        }

        socket.FinishReceive(recordLength);
        interrupts.Raise(socket, SocketRegister.InterruptReceive);
        counters.FramesReceived++;
    }
}
