// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.Firmware;

/// <summary>The clock of a board whose SPI bus breaks. From some call on, for so many calls, the platform throws instead of clocking bytes.</summary>
internal sealed class BreakingClock : IHardwareClock
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly ManualClock _clock = new();

    public long Nanoseconds => _clock.Nanoseconds;

    /// <summary>Calls of the bus so far, including those that threw.</summary>
    public int Calls { get; private set; }

    public int BreaksAt { get; set; } = int.MaxValue;

    public int BreaksFor { get; set; } = 1;

    /// <summary>Called when time has passed while the board did nothing.</summary>
    public Action? Passing { get; init; }

    public void Elapse(long nanoseconds)
    {
        // A call costs 0 besides its bytes, so each call of the bus moves the clock once.
        if (nanoseconds > 0 && ++Calls >= BreaksAt && Calls - BreaksAt < BreaksFor)
        {
            throw new InvalidOperationException("The bus is broken.");
        }

        _clock.Elapse(nanoseconds);
    }

    public void WaitUntil(long nanoseconds)
    {
        _clock.Elapse(Math.Max(0, nanoseconds - Nanoseconds));
        Passing?.Invoke();
    }

    // Something may happen in each millisecond that only the test knows of.
    public void WaitForEvent(long nanoseconds)
    {
        WaitUntil(Passing == null ? nanoseconds : Math.Min(nanoseconds, Nanoseconds + NanosecondsPerMillisecond));
    }
}
