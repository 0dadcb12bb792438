// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.Firmware;

/// <summary>The time of a board whose SPI bus breaks: from some call on, for so many calls, the platform throws instead of clocking bytes.</summary>
internal sealed class BreakingClock : IHardwareClock
{
    private readonly ManualClock _clock = new();

    public long Nanoseconds => _clock.Nanoseconds;

    /// <summary>Calls of the bus so far, those that threw included.</summary>
    public int Calls { get; private set; }

    public int BreaksAt { get; set; } = int.MaxValue;

    public int BreaksFor { get; set; } = 1;

    public void Elapse(long nanoseconds)
    {
        // 0 is what a call costs besides its bytes: each bus call elapses once with its bytes.
        if (nanoseconds > 0 && ++Calls >= BreaksAt && Calls - BreaksAt < BreaksFor)
        {
            throw new InvalidOperationException("The bus is broken.");
        }

        _clock.Elapse(nanoseconds);
    }

    public void WaitUntil(long nanoseconds) => _clock.Elapse(Math.Max(0, nanoseconds - Nanoseconds));
}
