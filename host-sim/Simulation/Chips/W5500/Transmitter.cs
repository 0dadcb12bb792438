// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>SEND in MACRAW. Everything between Sn_TX_RD and Sn_TX_WR becomes one frame, and SENDOK comes when it has left.</summary>
internal sealed class Transmitter(
    EthernetLink medium,
    Phy phy,
    Socket socket,
    BufferMemory memory,
    SocketInterrupts interrupts,
    W5500Options options,
    Rules rules,
    W5500Counters counters)
{
    // Check sequence, preamble, start delimiter and gap.
    private const int WireOverhead = 4 + 8 + 12;

    private const int SlotBytes = 64;

    private readonly FrameBuffer _frame = new(EthernetHeader.MaxFrame);
    private long _leavesAt = long.MaxValue;

    /// <summary>Whether a SEND is not finished. Then Sn_TX_WR and the frame's bytes belong to the chip.</summary>
    public bool IsSending { get; private set; }

    public long NextEvent => _leavesAt;

    /// <summary>How long a frame occupies the line, the gap behind it included.</summary>
    public static long WireTime(int frameLength, Phy phy)
    {
        return (long)(frameLength + WireOverhead) * phy.NanosecondsPerByte;
    }

    /// <summary>Whether a SEND begins a transmission.</summary>
    public bool CheckSend()
    {
        if (IsSending)
        {
            rules.Violate("SEND before SENDOK of the frame before (data sheet 4.2, SEND).");
            return false;
        }

        CheckLength((socket.Registers.Read16(SocketRegister.TransmitWrite) - socket.TransmitRead) & 0xFFFF);
        return true;
    }

    public void Start(long now)
    {
        socket.CommitTransmit();
        IsSending = true;
        if (options.Faults.LostSends.Strikes())
        {
            Stall();
            return;
        }

        int length = (socket.TransmitEnd - socket.TransmitRead) & 0xFFFF;
        _leavesAt = now + WireTime(Math.Max(length, EthernetHeader.MinFrame), phy);
    }

    public void Advance(long now)
    {
        if (_leavesAt == long.MaxValue)
        {
            return;
        }

        if (!phy.IsUp)
        {
            // Users report of real chips that without a link the command is neither executed nor ended.
            Stall();
        }
        else if (now >= _leavesAt)
        {
            Leave(now);
        }
    }

    /// <summary>CLOSE or a reset.</summary>
    public void Abort()
    {
        IsSending = false;
        _leavesAt = long.MaxValue;
    }

    /// <summary>Whether a place of the buffer belongs to the frame under way.</summary>
    public bool IsUnderWay(int pointer)
    {
        int location = memory.Locate(socket, pointer);
        int start = memory.Locate(socket, socket.TransmitRead);
        int length = (socket.TransmitEnd - socket.TransmitRead) & 0xFFFF;
        int size = socket.Registers[SocketRegister.TransmitBufferSize] * 1024;
        return IsSending && ((location - start) & (size - 1)) < length;
    }

    private void CheckLength(int length)
    {
        int size = socket.Registers[SocketRegister.TransmitBufferSize] * 1024;
        if (length > size)
        {
            rules.Violate($"SEND of {length} bytes from a buffer of {size}: Sn_TX_WR is ahead by more than Sn_TX_FSR (data sheet 4.2).");
        }
        else if (length > EthernetHeader.MaxFrame)
        {
            rules.Violate($"SEND of a frame of {length} bytes; an Ethernet frame has at most {EthernetHeader.MaxFrame}.");
        }
        else if (length < (options.PadsShortFrames ? EthernetHeader.Length : EthernetHeader.MinFrame))
        {
            rules.Violate($"SEND of a frame of {length} bytes; in MACRAW the chip is not said to pad to {EthernetHeader.MinFrame}.");
        }
    }

    private void Leave(long now)
    {
        if (!medium.CanTransmit())
        {
            // The medium is busy: deferred by a slot time.
            _leavesAt = now + (SlotBytes * phy.NanosecondsPerByte);
            return;
        }

        int length = (socket.TransmitEnd - socket.TransmitRead) & 0xFFFF;

        // No station takes a frame that is longer than Ethernet's.
        if (length <= EthernetHeader.MaxFrame)
        {
            Emit(length);
        }

        Abort();
        socket.FinishTransmit();
        interrupts.Raise(socket, SocketRegister.InterruptSendOk);
    }

    private void Emit(int length)
    {
        byte[] data = _frame.Data;
        _frame.Offset = FrameBuffer.HeadRoom;
        _frame.Length = Math.Max(length, EthernetHeader.MinFrame);
        for (int i = 0; i < length; i++)
        {
            data[_frame.Offset + i] = memory.Read(socket, socket.TransmitRead + i);
        }

        Array.Clear(data, _frame.Offset + length, _frame.Length - length);
        medium.Transmit(_frame);
        counters.FramesSent++;
    }

    private void Stall()
    {
        _leavesAt = long.MaxValue;
        counters.StalledSends++;
    }
}
