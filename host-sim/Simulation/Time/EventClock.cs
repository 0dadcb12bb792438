// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Platform;
using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Simulation.Time;

/// <summary>
/// Virtual time that moves from event to event, each at its own nanosecond. All other parts go on while the board's processor waits or is busy with
/// the SPI bus.
/// </summary>
public sealed class EventClock : IHardwareClock
{
    public const long NanosecondsPerMillisecond = 1_000_000;

    // An event can stay due.
    private const long Step = 1_000;

    private readonly List<ISimulatedPart> _parts = [];

    /// <inheritdoc/>
    public long Nanoseconds { get; private set; }

    /// <summary>The time that stacks get, in milliseconds.</summary>
    public long Milliseconds => Nanoseconds / NanosecondsPerMillisecond;

    /// <summary>The time that the processor has spent on the SPI bus.</summary>
    public long BusNanoseconds { get; private set; }

    public void Add(ISimulatedPart part)
    {
        _parts.Add(part);
    }

    /// <inheritdoc/>
    public void Elapse(long nanoseconds)
    {
        BusNanoseconds += nanoseconds;
        WaitUntil(Nanoseconds + nanoseconds);
    }

    /// <inheritdoc/>
    public void WaitUntil(long nanoseconds)
    {
        while (Nanoseconds < nanoseconds)
        {
            WaitForEvent(nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void WaitForEvent(long limit)
    {
        long next = long.MaxValue;
        foreach (ISimulatedPart part in _parts)
        {
            next = Math.Min(next, part.NextEvent);
        }

        Nanoseconds = Math.Min(limit, next > Nanoseconds ? next : Nanoseconds + Step);

        // The parts have processors of their own: their IL is not the board's.
        (long ops, long bytes) = (ExecutedIl.Ops, ExecutedIl.Bytes);
        bool goesOn;
        do
        {
            goesOn = false;
            foreach (ISimulatedPart part in _parts)
            {
                goesOn |= part.Run();
            }
        }
        while (goesOn);

        (ExecutedIl.Ops, ExecutedIl.Bytes) = (ops, bytes);
    }
}
