// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Time;

namespace NanoTcp.Measure.ChipFaults;

/// <summary>Lets a fault begin and end at its times.</summary>
internal sealed class FaultScript(FaultPlan plan, EventClock clock, Action begin, Action end) : ISimulatedPart
{
    private bool _hasBegun;
    private bool _hasEnded;

    /// <inheritdoc/>
    public long NextEvent => (!_hasBegun ? plan.BeginsMs : !_hasEnded && plan.Ends ? plan.BeginsMs + plan.LengthMs : long.MaxValue / EventClock.NanosecondsPerMillisecond)
        * EventClock.NanosecondsPerMillisecond;

    /// <inheritdoc/>
    public bool Run()
    {
        if (clock.Nanoseconds < NextEvent)
        {
            return false;
        }

        if (_hasBegun)
        {
            _hasEnded = true;
            end();
        }
        else
        {
            _hasBegun = true;
            begin();
        }

        return true;
    }
}
