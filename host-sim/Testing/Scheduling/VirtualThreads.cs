// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Network;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Sockets;

namespace NanoTcp.Testing.Scheduling;

/// <summary>The threads of one host's programs, in virtual time.</summary>
internal sealed class VirtualThreads : SocketThreads, INodeApplication
{
    private readonly Baton _baton;
    private readonly VirtualNetwork _network;
    private readonly NetworkInterface _interface;
    private readonly SteppedClock _clock;
    private readonly NetworkNode _node;
    private bool _isTaken;
    private bool _isOff;

    public VirtualThreads(Baton baton, VirtualNetwork network, NetworkInterface networkInterface, SteppedClock clock)
    {
        _baton = baton;
        _network = network;
        _interface = networkInterface;
        _clock = clock;
        _node = network.Add(this, clock);
    }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        return _isOff ? long.MaxValue : _interface.Poll(now);
    }

    /// <inheritdoc/>
    public override void Enter()
    {
        _baton.CountCall();
        if (_isTaken)
        {
            throw new InvalidOperationException("The stack is taken already: these calls do not nest.");
        }

        _isTaken = true;
    }

    /// <inheritdoc/>
    public override void Leave()
    {
        // What is left to send leaves as soon as the thread blocks.
        _isTaken = false;
        _node.Wake();
    }

    /// <inheritdoc/>
    public override long ReadClock()
    {
        return _clock.Read(_network.Now);
    }

    /// <inheritdoc/>
    public override void Changed()
    {
        if (!_isOff)
        {
            _interface.Stack.Flush(ReadClock());
        }
    }

    /// <inheritdoc/>
    public override bool Wait(Waiter waiter, long deadline)
    {
        if (waiter.IsOver())
        {
            return true;
        }

        _isTaken = false;
        _node.Wake();
        try
        {
            return _baton.Wait(waiter, _clock.Awaits(deadline, _network.Now));
        }
        finally
        {
            _isTaken = true;
        }
    }

    /// <inheritdoc/>
    public override void Start(ThreadStart body)
    {
        object? owner = Baton.CurrentProgram?.Owner;
        _baton.StartThread($"{owner}, beside its programs", owner, () => body());
    }

    /// <summary>The host does nothing any more, and sends nothing.</summary>
    public void SwitchOff()
    {
        _isOff = true;
    }
}
