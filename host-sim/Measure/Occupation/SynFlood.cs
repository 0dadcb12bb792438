// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Measure.Segments;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Occupation;

/// <summary>A router to other networks. Segments come through it at a steady rate, from addresses that do not exist.</summary>
internal sealed class SynFlood : INodeApplication
{
    private const int Prefix = 16;

    private static readonly byte[] s_mac = [2, 0, 2, 0, 0, 1];

    private readonly OccupationWorld _world;
    private readonly WirePort _cable;
    private readonly FrameMaker _maker = new(s_mac);
    private readonly SplitMix64 _random = new(1);
    private readonly int _flags;
    private readonly int _period;
    private long _sendsAt;

    /// <summary>Sends one segment with the flags every so many milliseconds.</summary>
    public SynFlood(OccupationWorld world, int flags, int period)
    {
        _world = world;
        _cable = world.Wire.Attach(s_mac);
        _flags = flags;
        _period = period;
        NetworkStack stack = new(_cable, new SeededEntropy(3), new StackOptions());
        new IPv4(stack, new IPv4Options()).Configure(OccupationWorld.Router.ToHostAddress(), Prefix, HostAddress.Any);
        world.Nodes.Add(stack, this);
    }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        for (; _sendsAt <= now; _sendsAt += _period)
        {
            TcpSegment segment = new()
            {
                Source = IPv4Address.From(198, 51, (byte)_random.Below(256), (byte)_random.Below(256)),
                Destination = OccupationWorld.BoardAddress,
                SourcePort = 1024 + _random.Below(60_000),
                DestinationPort = 80,
                Sequence = (uint)_random.Next(),
                Flags = _flags,
                Window = 4096,
            };
            _cable.Transmit(_maker.Segment(_world.BoardMac, segment, [], []));
        }

        return _sendsAt;
    }
}
