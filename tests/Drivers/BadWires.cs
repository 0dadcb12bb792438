// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.Drivers;

/// <summary>A chip whose INT line can be broken, and whose answers can be wrong.</summary>
internal sealed class BadWires : IEthernetChip
{
    private readonly IEthernetChip _chip;
    private bool? _interruptLow;

    public BadWires(IEthernetChip chip)
    {
        _chip = chip;
        chip.InterruptChanged += () => InterruptChanged?.Invoke();
    }

    public event Action? InterruptChanged;

    /// <summary>The fixed level of INT, whatever the chip does; null: INT works.</summary>
    public bool? StuckInterruptLow
    {
        get => _interruptLow;
        set
        {
            _interruptLow = value;
            InterruptChanged?.Invoke();
        }
    }

    /// <summary>The transfers that are answered with ones, counted from 0; -1: none.</summary>
    public int WrongAnswer { get; set; } = -1;

    /// <summary>Transfers so far.</summary>
    public int Transfers { get; private set; }

    public bool InterruptLow => _interruptLow ?? _chip.InterruptLow;

    public bool ResetLow
    {
        set => _chip.ResetLow = value;
    }

    public long NextEventNanoseconds => _chip.NextEventNanoseconds;

    public void CheckBus(int mode, int clockHz)
    {
        _chip.CheckBus(mode, clockHz);
    }

    public void Select()
    {
        _chip.Select();
    }

    public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        _chip.Exchange(fromHost, toHost);
        Transfers++;
        if (WrongAnswer-- == 0)
        {
            toHost.Fill(byte.MaxValue);
        }
    }

    public void Deselect()
    {
        _chip.Deselect();
    }

    public void Advance()
    {
        _chip.Advance();
    }
}
