// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.ChipFaults;

/// <summary>A controller's model on bad wires and a bad supply. It passes bytes on between processor and chip, and applies the faults.</summary>
internal sealed class FaultyChip : IEthernetChip
{
    private const byte Floating = 0xFF;
    private const ulong HashPrime = 0x100000001B3;

    private readonly FaultTarget _target;
    private readonly IEthernetChip _chip;
    private readonly SplitMix64 _random;
    private readonly byte[] _sent = new byte[SpiBus.MaxTransfer];
    private ChipFault? _fault;
    private double _rate;
    private bool _isHeard;

    public FaultyChip(FaultTarget target, SplitMix64 random)
    {
        _target = target;
        _chip = target.Chip;
        _random = random;
        _chip.InterruptChanged += OnInterrupt;
    }

    /// <inheritdoc/>
    public event Action? InterruptChanged;

    /// <summary>Transfers that the processor has begun.</summary>
    public long Transfers { get; private set; }

    /// <summary>A checksum of all transfers that reach the chip. It shows whether two runs are the same.</summary>
    public ulong Hash { get; private set; } = HashPrime;

    /// <summary>Whether the fault may be the cause of a broken rule: bits have been changed or lost since the driver's last reset of the chip.</summary>
    public bool IsSpoilt { get; private set; }

    /// <inheritdoc/>
    public bool InterruptLow => _fault switch
    {
        ChipFault.DeadInterrupt => false,
        ChipFault.StuckInterrupt => true,
        _ => _chip.InterruptLow,
    };

    /// <inheritdoc/>
    public long NextEventNanoseconds => _chip.NextEventNanoseconds;

    /// <inheritdoc/>
    public bool ResetLow
    {
        set
        {
            _chip.ResetLow = value;
            OnReset();
        }
    }

    public void Begin(ChipFault fault, double rate)
    {
        _fault = fault;
        _rate = rate;
        IsSpoilt = fault is not (ChipFault.DeadInterrupt or ChipFault.StuckInterrupt or ChipFault.LostEdges or ChipFault.StuckTransmissions or ChipFault.BrokenHeaders);
        OnInterrupt();
    }

    public void End()
    {
        _fault = null;
        OnInterrupt();
    }

    /// <inheritdoc/>
    public void Advance()
    {
        _chip.Advance();
    }

    /// <inheritdoc/>
    public void CheckBus(int mode, int clockHz)
    {
        _chip.CheckBus(mode, clockHz);
    }

    /// <inheritdoc/>
    public void Select()
    {
        Transfers++;
        if (_fault == ChipFault.SpoiltRegisters && Strikes())
        {
            _target.SpoilRegister(_random);
        }

        _isHeard = _fault switch
        {
            ChipFault.ChipSelectLost or ChipFault.AbsentAtStart => false,
            ChipFault.LostTransfers => !_random.Chance(Math.Sqrt(_rate)),
            _ => true,
        };
        if (_isHeard)
        {
            _chip.Select();
        }
    }

    /// <inheritdoc/>
    public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        if (!_isHeard)
        {
            toHost.Fill(Floating);
            return;
        }

        Span<byte> sent = _sent.AsSpan(0, fromHost.Length);
        fromHost.CopyTo(sent);
        Disturb(sent, _fault is ChipFault.MosiFlips or ChipFault.Flips, _fault == ChipFault.MosiLow, _fault == ChipFault.MosiHigh);
        if (_fault is ChipFault.Resets or ChipFault.BrownOuts && Strikes())
        {
            int first = _random.Below(sent.Length + 1);
            _chip.Exchange(sent[..first], toHost[..first]);
            Break();
            _chip.Exchange(sent[first..], toHost[first..]);
        }
        else
        {
            _chip.Exchange(sent, toHost);
        }

        Hash = (Hash ^ sent[0] ^ ((ulong)sent.Length << 8)) * HashPrime;
        Disturb(toHost, _fault is ChipFault.MisoFlips or ChipFault.Flips, _fault == ChipFault.MisoLow, _fault == ChipFault.MisoHigh);
        if (_target.IsReset(sent))
        {
            OnReset();
        }
    }

    /// <inheritdoc/>
    public void Deselect()
    {
        if (_isHeard)
        {
            _chip.Deselect();
        }
    }

    private void Disturb(Span<byte> bytes, bool flips, bool isLow, bool isHigh)
    {
        if (isLow || isHigh)
        {
            bytes.Fill(isHigh ? byte.MaxValue : byte.MinValue);
        }

        for (int i = 0; flips && i < bytes.Length; i++)
        {
            bytes[i] ^= Strikes() ? (byte)(1 << _random.Below(8)) : (byte)0;
        }
    }

    private void Break()
    {
        if (_fault == ChipFault.BrownOuts)
        {
            _target.PowerCycle();
        }
        else
        {
            _chip.ResetLow = true;
            _chip.ResetLow = false;
        }
    }

    private bool Strikes()
    {
        return _random.Chance(_rate);
    }

    private void OnReset()
    {
        IsSpoilt &= _fault != null;
    }

    private void OnInterrupt()
    {
        InterruptChanged?.Invoke();
    }
}
