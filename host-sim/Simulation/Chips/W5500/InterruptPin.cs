// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>INTn: low while an interrupt is pending. After each release it stays high for the time of INTLEVEL.</summary>
internal sealed class InterruptPin(RegisterBlock common, SocketInterrupts interrupts)
{
    private long _notBefore;

    public bool IsLow { get; private set; }

    public event Action? Changed;

    public long NextEvent => !IsLow && interrupts.IsPending ? _notBefore : long.MaxValue;

    /// <summary>(INTLEVEL + 1) · 4 cycles of 150 MHz, none when INTLEVEL is 0; data sheet 4.1.</summary>
    private long WaitNanoseconds
    {
        get
        {
            long level = common.Read16(CommonRegister.InterruptLevel);
            return level == 0 ? 0 : (level + 1) * 4 * 1000 / 150;
        }
    }

    public void Advance(long now)
    {
        bool pending = interrupts.IsPending;
        if (IsLow && !pending)
        {
            Release(now);
        }
        else if (!IsLow && pending && now >= _notBefore)
        {
            Set(true);
        }
    }

    /// <summary>The host has cleared a flag. With an INTLEVEL the pin shows an edge even when other flags are pending.</summary>
    public void OnCleared(long now)
    {
        if (IsLow && WaitNanoseconds > 0)
        {
            Release(now);
        }

        Advance(now);
    }

    public void Reset()
    {
        _notBefore = 0;
        if (IsLow)
        {
            Set(false);
        }
    }

    private void Release(long now)
    {
        _notBefore = now + WaitNanoseconds;
        Set(false);
    }

    private void Set(bool low)
    {
        IsLow = low;
        Changed?.Invoke();
    }
}
