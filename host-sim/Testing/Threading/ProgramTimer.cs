// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>The life of a timer in virtual time.</summary>
internal sealed class ProgramTimer(Baton baton, Action callback)
{
    private long _due;
    private long _period;
    private bool _hasEnded;

    // Counts the changes: the thread sees that it waits for the wrong time.
    private int _changes;

    public bool Change(long dueTime, long period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.Infinite);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.Infinite);
        if (_hasEnded)
        {
            return false;
        }

        _due = dueTime == Timeout.Infinite ? long.MaxValue : baton.Now + dueTime;
        _period = period;
        _changes++;
        return true;
    }

    public void End()
    {
        _hasEnded = true;
        _changes++;
    }

    public void Run()
    {
        while (!_hasEnded)
        {
            int changes = _changes;
            if (baton.Wait(new ConditionWaiter(() => _changes != changes), _due))
            {
                continue;
            }

            _due = _period is 0 or Timeout.Infinite ? long.MaxValue : _due + _period;
            callback();
        }
    }
}
