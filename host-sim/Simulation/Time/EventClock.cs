// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Simulation.Time;

/// <summary>
/// Virtual time in which everybody else goes on while the board's processor is kept by the SPI bus or waits: it moves from event to event,
/// and each happens at its own nanosecond.
/// </summary>
public sealed class EventClock : IHardwareClock
{
    public const long NanosecondsPerMillisecond = 1_000_000;

    // An event can stay due.
    private const long Step = 1_000;

    private readonly List<ISimulatedPart> _parts = [];

    /// <inheritdoc/>
    public long Nanoseconds { get; private set; }

    /// <summary>The time as stacks are told it.</summary>
    public long Milliseconds => Nanoseconds / NanosecondsPerMillisecond;

    /// <summary>How much of the time the processor has spent on the SPI bus.</summary>
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

    /// <summary>Time passes until something happens, or until a time if that comes first.</summary>
    public void WaitForEvent(long limit)
    {
        long next = long.MaxValue;
        foreach (ISimulatedPart part in _parts)
        {
            next = Math.Min(next, part.NextEvent);
        }

        Nanoseconds = Math.Min(limit, next > Nanoseconds ? next : Nanoseconds + Step);
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
    }
}
