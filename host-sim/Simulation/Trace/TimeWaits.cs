// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Trace;

/// <summary>When the ends in TIME-WAIT leave it. Nothing on the wire shows that, but the time is known: 2 MSL from the last FIN that has arrived.</summary>
internal sealed class TimeWaits(long duration)
{
    private readonly Dictionary<(ConnectionTracker Connection, bool Left), (int Port, long End)> _ends = [];

    /// <summary>An end has got a FIN, and is in TIME-WAIT after it.</summary>
    public void Begin(ConnectionTracker connection, bool left, int port, long now)
    {
        _ends[(connection, left)] = (port, now + duration);
    }

    /// <summary>Removes the end whose time was over first, if there is one.</summary>
    public bool TryTake(long now, out (ConnectionTracker Connection, bool Left, int Port, long End) over)
    {
        over = _ends.Where(entry => entry.Value.End <= now)
            .OrderBy(entry => entry.Value.End)
            .Select(entry => (entry.Key.Connection, entry.Key.Left, entry.Value.Port, entry.Value.End))
            .FirstOrDefault();
        return over.Connection != null && _ends.Remove((over.Connection, over.Left));
    }
}
