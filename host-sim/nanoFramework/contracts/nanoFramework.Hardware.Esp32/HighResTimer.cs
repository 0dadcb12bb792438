// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.Hardware.Esp32;

public class HighResTimer : IDisposable
{
    public static extern ulong GetCurrent();

    public extern HighResTimer();

    public extern void Stop();

    public extern void StartOneShot(ulong timeout_us);

    public extern void StartOnePeriodic(ulong period_us);

    protected extern virtual void Dispose(bool disposing);

    public extern void Dispose();

    public extern event HighResTimerExpiredEventHandler OnHighResTimerExpired;
}
