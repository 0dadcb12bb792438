// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Throughput;

/// <summary>The other end of the cable: this project's stack with large buffers, on a computer that needs no time.</summary>
internal sealed class FastHost : ISimulatedPart
{
    private readonly EventClock _clock;
    private readonly PacedWire _wire;
    private readonly NetworkStack _stack;
    private readonly IPv4 _ip;
    private readonly uint _address;
    private readonly int _prefixLength;
    private long _due;

    public FastHost(EventClock clock, PacedWire wire, uint address, int prefixLength)
    {
        _clock = clock;
        _wire = wire;
        _stack = new NetworkStack(wire.HostEnd, new SeededEntropy(1), new StackOptions());
        _ip = new IPv4(_stack, new IPv4Options());
        Tcp = new TcpTransport(_stack, new TcpOptions { SendBuffer = 65536, ReceiveBuffer = 65535 });
        _address = address;
        _prefixLength = prefixLength;
        ForgetNeighbours();
    }

    public TcpTransport Tcp { get; }

    public INodeApplication? Application { get; set; }

    public long Retransmissions => Tcp.GetCount(TcpCounter.Retransmissions);

    /// <inheritdoc/>
    public long NextEvent => _due == long.MaxValue ? long.MaxValue : _due * EventClock.NanosecondsPerMillisecond;

    /// <summary>Asks for the addresses of others anew, and announces its own. Connections are lost.</summary>
    public void ForgetNeighbours()
    {
        _ip.Configure(_address.ToHostAddress(), _prefixLength, HostAddress.Any);
    }

    /// <summary>A socket has been used from outside.</summary>
    public void Wake()
    {
        _due = 0;
    }

    /// <inheritdoc/>
    public bool Run()
    {
        long now = _clock.Milliseconds;
        if (_due > now && !_wire.HasArrivalForHost)
        {
            return false;
        }

        _due = _stack.Poll(now);
        if (Application != null)
        {
            _due = Math.Min(_due, Application.Poll(now));
            _due = Math.Min(_due, _stack.Flush(now));
        }

        return true;
    }
}
