// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Simulation.Wire;

/// <summary>Both ends of a cable have a link, or neither has. This keeps the link of a port equal to that of the other end.</summary>
public sealed class SharedCable : INodeApplication
{
    private readonly WirePort _port;
    private readonly EthernetLink _otherEnd;

    /// <summary>Joins them, before anybody looks at the port.</summary>
    public SharedCable(WirePort port, EthernetLink otherEnd)
    {
        _port = port;
        _otherEnd = otherEnd;
        Poll(0);
    }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        if (_port.IsUp != _otherEnd.IsUp)
        {
            _port.SetLink(_otherEnd.IsUp);
        }

        return long.MaxValue;
    }
}
