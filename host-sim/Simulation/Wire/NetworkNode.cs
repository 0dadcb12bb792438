// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Time;

namespace NanoTcp.Simulation.Wire;

/// <summary>A stack or a station of a <see cref="VirtualNetwork"/>, with its application and its clock.</summary>
public sealed class NetworkNode
{
    private readonly NetworkStack? _stack;
    private readonly INodeApplication? _application;
    private readonly SteppedClock _clock;

    internal NetworkNode(NetworkStack? stack, INodeApplication? application, SteppedClock clock)
    {
        _stack = stack;
        _application = application;
        _clock = clock;
    }

    /// <summary>When the next poll is due, by the network's time.</summary>
    internal long Due { get; set; }

    /// <summary>The next round polls it: somebody outside its application has used its sockets.</summary>
    public void Wake()
    {
        Due = long.MinValue;
    }

    internal void Poll(long now)
    {
        long reading = _clock.Read(now);
        long due = _stack?.Poll(reading) ?? long.MaxValue;
        if (_application != null)
        {
            due = Math.Min(due, _application.Poll(reading));
            due = Math.Min(due, _stack?.Flush(reading) ?? long.MaxValue);
        }

        Due = _clock.Awaits(due, now);
    }
}
