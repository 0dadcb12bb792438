// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>Takes frames off the cable one at a time, in the time of the wire, and stores them in the receive buffer (DS39662 §7.2).</summary>
internal sealed class Receiver(
    Cable cable, RegisterFile registers, ReceiveBuffer buffer, ReceiveFilter filter, PhyUnit phy, Power power, Enc28J60Counters counters)
{
    private const int ShortestFrame = 18;
    private const int ControlType = 0x8808;

    private readonly Queue<byte[]> _injected = new();
    private readonly byte[] _frame = new byte[BufferMemory.Size];
    private int _length;
    private bool _killed;

    public long NextEvent { get; private set; } = long.MaxValue;

    /// <summary>Whether a frame is on the wire, so that a station in half duplex must wait.</summary>
    public bool IsBusy => NextEvent != long.MaxValue;

    /// <summary>When the gap after the last frame ends.</summary>
    public long FreeAt { get; private set; }

    private bool IsOn => registers.Has(Register.ECON1, Econ1.RXEN) && !registers.Has(Register.ECON1, Econ1.RXRST)
        && registers.Has(Register.MACON1, Macon.MARXEN) && power.MacRuns;

    /// <summary>Receives a frame that the medium cannot carry, as on the wire: any length, any check sequence.</summary>
    public void Inject(byte[] frameWithFcs)
    {
        _injected.Enqueue(frameWithFcs);
    }

    /// <summary>The whole chip is reset.</summary>
    public void Reset()
    {
        Abort();
        buffer.Reset();
    }

    /// <summary>The frame that is being received is lost; those stored stay.</summary>
    public void Kill()
    {
        if (IsBusy && !_killed)
        {
            _killed = true;
            counters.DroppedAborted++;
            buffer.ReportError();
        }
    }

    /// <summary>RXRST: what is being received is lost without a flag.</summary>
    public void Abort()
    {
        if (IsBusy && !_killed)
        {
            _killed = true;
            counters.DroppedAborted++;
        }
    }

    public void TryStart(long now, Transmitter transmitter)
    {
        while (!IsBusy && !(transmitter.HalfDuplex && transmitter.IsSending) && TakeFrame())
        {
            if (!IsOn || !phy.IsLinked)
            {
                counters.DroppedReceiverOff++;
                continue;
            }

            _killed = false;
            phy.Receiving = true;
            NextEvent = Math.Max(now, FreeAt) + (Cable.Preamble + _length) * Cable.ByteTime;
        }
    }

    /// <summary>The last byte has arrived.</summary>
    public void Run(long now)
    {
        NextEvent = long.MaxValue;
        FreeAt = now + Cable.Gap;
        phy.Receiving = false;
        if (!_killed)
        {
            Store();
        }
    }

    /// <summary>The station hears itself: a loopback.</summary>
    public void Loop(ReadOnlySpan<byte> frameWithFcs)
    {
        if (IsOn && !IsBusy)
        {
            frameWithFcs.CopyTo(_frame);
            _length = frameWithFcs.Length;
            Store();
        }
    }

    private bool TakeFrame()
    {
        if (_injected.TryDequeue(out byte[]? raw))
        {
            raw.CopyTo(_frame, 0);
            _length = raw.Length;
            return true;
        }

        FrameBuffer? frame = cable.Medium.Receive();
        if (frame == null)
        {
            return false;
        }

        Array.Copy(frame.Data, frame.Offset, _frame, 0, frame.Length);
        EthernetCrc.Write(_frame, frame.Length);
        _length = frame.Length + EthernetCrc.Length;
        return true;
    }

    private void Store()
    {
        ReadOnlySpan<byte> frame = _frame.AsSpan(0, _length);
        bool isTooLong = _length > registers.Word(Register.MAMXFLL) && !registers.Has(Register.MACON3, Macon.HFRMEN);
        if (_length < ShortestFrame || isTooLong)
        {
            counters.DroppedByLength++;
            return;
        }

        bool isControl = (frame[12] << 8 | frame[13]) == ControlType;
        if (isControl && !registers.Has(Register.MACON1, Macon.PASSALL))
        {
            counters.DroppedControl++;
            return;
        }

        if (!filter.Accepts(frame))
        {
            counters.DroppedByFilter++;
            return;
        }

        bool isValid = EthernetCrc.IsValid(frame);
        if (!isValid && registers.Has(Register.ERXFCON, Erxfcon.CRCEN))
        {
            counters.DroppedByCrc++;
            return;
        }

        buffer.Add(frame, StatusVector.OfReceived(frame, isValid));
    }
}
