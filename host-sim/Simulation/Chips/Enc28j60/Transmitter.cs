// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>Sends the frame between ETXST and ETXND in the time of the wire, or fails (DS39662 §7.1, errata 12, 13, 15).</summary>
internal sealed class Transmitter
{
    private const uint TsvDone = 1u << 23;
    private const uint TsvExcessiveDefer = 1u << 27;
    private const uint TsvExcessiveCollisions = 1u << 28;
    private const uint TsvLateCollision = 1u << 29;
    private const uint TsvGiant = 1u << 30;

    private const int CollisionWindow = 64;
    private const long DeferralLimit = 24_287 * 100;

    private readonly RegisterFile _registers;
    private readonly BufferMemory _memory;
    private readonly TransmitFrame _frame;
    private readonly Cable _cable;
    private readonly PhyUnit _phy;
    private readonly Interrupts _interrupts;
    private readonly Enc28J60Errata _errata;
    private readonly Enc28J60Faults _faults;
    private readonly Enc28J60Counters _counters;
    private readonly SplitMix64 _random;
    private readonly FrameBuffer _outgoing = new(EthernetHeader.MaxFrame);

    private bool _requested;
    private bool _isWaiting;
    private bool _hung;
    private uint _outcome;
    private int _collisions;
    private long _freeAt;

    public Transmitter(
        RegisterFile registers, BufferMemory memory, Cable cable, PhyUnit phy, Interrupts interrupts, Enc28J60Options options, Enc28J60Faults faults,
        Rules rules, Enc28J60Counters counters)
    {
        _registers = registers;
        _memory = memory;
        _frame = new TransmitFrame(registers, memory, rules);
        _cable = cable;
        _phy = phy;
        _interrupts = interrupts;
        _errata = options.Errata;
        _faults = faults;
        _counters = counters;
        _random = new SplitMix64(options.Seed);
    }

    public long NextEvent { get; private set; } = long.MaxValue;

    /// <summary>Whether it has the wire.</summary>
    public bool IsSending { get; private set; }

    public bool HalfDuplex => !_registers.Has(Register.MACON3, Macon.FULDPX);

    /// <summary>Whether the chip reads or writes a byte of the memory for a transmission that was asked for.</summary>
    public bool Owns(int address)
    {
        return (_isWaiting || IsSending) && address >= _registers.Word(Register.ETXSTL)
            && address <= _registers.Word(Register.ETXNDL) + StatusVector.TransmitLength;
    }

    /// <summary>The whole chip is reset.</summary>
    public void Reset()
    {
        Stop();
        _hung = false;
    }

    /// <summary>TXRTS was set by the host.</summary>
    public void Request()
    {
        _requested = true;
        _isWaiting = true;
    }

    /// <summary>TXRTS was cleared by the host.</summary>
    public void Cancel()
    {
        if (_requested)
        {
            Stop();
            _registers.Set(Register.ESTAT, Estat.TXABRT);
            _interrupts.Raise(Eir.TXIF);
        }
    }

    /// <summary>TXRST was set (§11.3).</summary>
    public void EnterReset()
    {
        Cancel();
        _registers.Clear(Register.ECON1, Econ1.TXRTS);
        _hung = false;
    }

    /// <summary>TXRST was cleared.</summary>
    public void LeaveReset()
    {
        if (Has(Enc28J60Errata.TransmitterHang))
        {
            _interrupts.Raise(Eir.TXERIF);
        }
    }

    public void TryStart(long now, Receiver receiver, DmaEngine dma)
    {
        if (!_isWaiting || _hung || dma.IsRunning || (HalfDuplex && receiver.IsBusy))
        {
            return;
        }

        _isWaiting = false;
        IsSending = true;
        _phy.Transmitting = true;
        _frame.Compose();
        long start = Math.Max(now, _freeAt);
        if (HalfDuplex)
        {
            start = Math.Max(start, receiver.FreeAt);
        }

        long duration = Plan();
        NextEvent = duration == long.MaxValue ? long.MaxValue : start + duration;
    }

    public void Run(long now, Receiver receiver)
    {
        WriteStatusVector();
        int gapNibbles = (_registers[Register.MABBIPG] & 0x7F) + (HalfDuplex ? 6 : 3);
        _freeAt = now + gapNibbles * (Cable.ByteTime / 2);
        if (_outcome == TsvDone)
        {
            Deliver(receiver);
            Complete(Eir.TXIF);
            return;
        }

        _counters.TransmitAborts++;
        _registers.Set(Register.ESTAT, Estat.TXABRT);
        if (_outcome == TsvLateCollision && !Has(Enc28J60Errata.LateCollisionFlag))
        {
            _registers.Set(Register.ESTAT, Estat.LATECOL);
        }

        _hung = HalfDuplex && Has(Enc28J60Errata.TransmitterHang) && _outcome != TsvGiant;
        if (_outcome == TsvLateCollision && Has(Enc28J60Errata.FalseLateCollision))
        {
            // TXRTS stays set.
            EndSending();
            _interrupts.Raise(Eir.TXERIF);
        }
        else
        {
            Complete(Eir.TXIF | Eir.TXERIF);
        }
    }

    private bool Has(Enc28J60Errata erratum) => (_errata & erratum) != 0;

    /// <summary>Decides how the transmission ends and how long it takes.</summary>
    private long Plan()
    {
        _collisions = 0;
        _outcome = TsvDone;
        if (_frame.IsTooLong)
        {
            _outcome = TsvGiant;
            return (Cable.Preamble + _registers.Word(Register.MAMXFLL)) * Cable.ByteTime;
        }

        long whole = (Cable.Preamble + _frame.Length) * Cable.ByteTime;
        bool fails = _faults.TryTake(HalfDuplex, out TransmitFault fault);
        if (!fails && HalfDuplex && _faults.LateCollisionRate > 0 && _random.Chance(_faults.LateCollisionRate))
        {
            fails = true;
            fault = TransmitFault.LateCollision;
        }

        if (!fails)
        {
            return whole;
        }

        switch (fault)
        {
            case TransmitFault.Stuck:
                return long.MaxValue;
            case TransmitFault.LateCollision:
                _outcome = TsvLateCollision;
                return (Cable.Preamble + CollisionWindow + 1) * Cable.ByteTime;
            case TransmitFault.ExcessiveDeferral:
                _outcome = TsvExcessiveDefer;
                return DeferralLimit;
            case TransmitFault.ExcessiveCollisions:
                _outcome = TsvExcessiveCollisions;
                return BackOff(_registers[Register.MACLCON1]);
            default:
                return whole + BackOff(3);
        }
    }

    private long BackOff(int collisions)
    {
        _collisions = collisions;
        long time = 0;
        for (int i = 1; i <= collisions; i++)
        {
            time += _random.Below(1 << Math.Min(i, 10)) * Cable.SlotTime + (Cable.Preamble + CollisionWindow / 2) * Cable.ByteTime;
        }

        return time;
    }

    private void WriteStatusVector()
    {
        int bytesOnWire = (_outcome == TsvDone ? _frame.Length : CollisionWindow) + _collisions * (CollisionWindow / 2);
        ulong status = StatusVector.OfTransmitted(_frame.Bytes, _frame.HasBadCrc, _collisions, _outcome, bytesOnWire);
        int address = _registers.Word(Register.ETXNDL) + 1;
        for (int i = 0; i < StatusVector.TransmitLength; i++)
        {
            _memory[address + i] = (byte)(status >> (8 * i));
        }
    }

    private void Deliver(Receiver receiver)
    {
        _counters.FramesSent++;
        bool loops = _phy.Loopback || (HalfDuplex && _phy.HalfDuplexLoopback);
        if (loops)
        {
            receiver.Loop(_frame.Bytes);
        }

        int length = _frame.Length - EthernetCrc.Length;
        bool isHeard = !_phy.Loopback && _phy.TransmitterOn && _phy.IsLinked && !_frame.HasBadCrc
            && length >= EthernetHeader.MinFrame && length <= EthernetHeader.MaxFrame;
        if (isHeard)
        {
            _frame.Bytes[..length].CopyTo(_outgoing.Data.AsSpan(FrameBuffer.HeadRoom));
            _outgoing.Offset = FrameBuffer.HeadRoom;
            _outgoing.Length = length;
            isHeard = _cable.Medium.Transmit(_outgoing);
        }

        if (!isHeard)
        {
            _counters.TransmitLost++;
        }
    }

    private void Complete(int flags)
    {
        Stop();
        _registers.Clear(Register.ECON1, Econ1.TXRTS);
        _interrupts.Raise(flags);
    }

    private void Stop()
    {
        _requested = false;
        _isWaiting = false;
        EndSending();
    }

    private void EndSending()
    {
        IsSending = false;
        _phy.Transmitting = false;
        NextEvent = long.MaxValue;
    }
}
