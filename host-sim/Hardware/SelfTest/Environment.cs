// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.SelfTest.Measurements;

/// <summary>The device's Environment as the measurements of SelfTest and BoardReport see it on the desktop, where the time is that of the simulated board.</summary>
internal static class Environment
{
    private const int NanosecondsPerMillisecond = 1_000_000;

    // A program that waits for the clock would otherwise wait for ever, because nothing else moves it.
    private const int NanosecondsPerReading = 1_000;

    /// <summary>Milliseconds on the current board, in steps of its tick.</summary>
    public static long TickCount64
    {
        get
        {
            VirtualBoard board = VirtualBoard.Current;
            board.Clock.Elapse(NanosecondsPerReading);
            long milliseconds = board.Clock.Nanoseconds / NanosecondsPerMillisecond;
            return milliseconds - milliseconds % board.TickMilliseconds;
        }
    }
}
