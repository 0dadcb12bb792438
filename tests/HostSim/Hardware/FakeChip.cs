// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.HostSim.Hardware;

/// <summary>A chip that records its bytes and answers with the complement of each.</summary>
internal sealed class FakeChip : IEthernetChip
{
    private readonly List<byte> _instruction = [];

    public event Action? InterruptChanged;

    /// <summary>The bytes of each selection that has ended.</summary>
    public List<byte[]> Instructions { get; } = [];

    public bool IsSelected { get; private set; }

    public int LastMode { get; private set; }

    public int LastClockHz { get; private set; }

    public int MaxClockHz { get; init; } = int.MaxValue;

    public int Advances { get; private set; }

    public Action? OnAdvance { get; set; }

    public bool InterruptLow { get; private set; }

    public bool ResetLow { get; set; }

    public long NextEventNanoseconds { get; set; } = long.MaxValue;

    /// <summary>The data bytes of the last selection.</summary>
    public byte[] LastInstruction => Instructions[^1];

    public void SetInterrupt(bool isLow)
    {
        InterruptLow = isLow;
        InterruptChanged?.Invoke();
    }

    public void CheckBus(int mode, int clockHz)
    {
        LastMode = mode;
        LastClockHz = clockHz;
        if (mode != 0)
        {
            throw new DataSheetViolationException("Mode 0 only.");
        }

        if (clockHz > MaxClockHz)
        {
            throw new DataSheetViolationException($"{MaxClockHz} Hz at the most.");
        }
    }

    public void Select()
    {
        Assert.False(IsSelected);
        IsSelected = true;
        _instruction.Clear();
    }

    public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        Assert.True(IsSelected);
        _instruction.AddRange(fromHost);
        for (int i = 0; i < fromHost.Length; i++)
        {
            toHost[i] = (byte)~fromHost[i];
        }
    }

    public void Deselect()
    {
        Assert.True(IsSelected);
        IsSelected = false;
        Instructions.Add([.. _instruction]);
    }

    public void Advance()
    {
        Advances++;
        OnAdvance?.Invoke();
    }
}
