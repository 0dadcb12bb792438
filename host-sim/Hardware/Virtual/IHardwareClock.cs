// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>The time that chips see. In tests it is virtual and moves with the work. In a live simulation it is the machine's clock.</summary>
public interface IHardwareClock
{
    /// <summary>Nanoseconds since the start.</summary>
    long Nanoseconds { get; }

    /// <summary>Lets time pass for the bytes of a transfer or a wait of the host. A real clock makes the caller wait for it, sooner or later.</summary>
    void Elapse(long nanoseconds);

    /// <summary>The host does nothing until a time.</summary>
    void WaitUntil(long nanoseconds)
    {
        Elapse(Math.Max(0, nanoseconds - Nanoseconds));
    }

    /// <summary>The host does nothing until a time, or until something happens that this clock knows of.</summary>
    void WaitForEvent(long nanoseconds)
    {
        WaitUntil(nanoseconds);
    }
}
