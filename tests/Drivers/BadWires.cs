// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.Drivers;

/// <summary>A chip whose INT line can be broken, and whose answers can be wrong.</summary>
internal sealed class BadWires : IEthernetChip
{
    /// <summary>BFS EIE.</summary>
    private const byte SetEnables = 0x9B;

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

    /// <summary>How many of the next instructions that set bits of the ENC28J60's EIE do not reach it.</summary>
    public int LostEnables { get; set; }

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
        if (LostEnables > 0 && fromHost[0] == SetEnables)
        {
            LostEnables--;
        }
        else
        {
            _chip.Exchange(fromHost, toHost);
        }

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
