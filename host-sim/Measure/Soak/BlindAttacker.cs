// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// A station that forges segments of connections between others (RFC 5961 §1.2). It sends RSTs and SYNs in the window but not at its left edge, text
/// with an impossible acknowledgment, and ICMP errors (RFC 5927). They must end no connection and deliver no byte.
/// </summary>
internal sealed class BlindAttacker(SoakWorld world, WirePort port, SplitMix64 random) : ISoakStation
{
    private const int FarOff = 1 << 21;

    private static readonly int[] s_errors = [IcmpHeader.Unreachable, IcmpHeader.Unreachable, IcmpHeader.TimeExceeded, IcmpHeader.ParameterProblem];
    private static readonly int[] s_sizes = [0, 20, 68, 296, 576, 1006, 1400, 65535];

    private readonly FrameMaker _maker = new(port.MacAddress);
    private readonly byte[] _text = new byte[100];
    private long _nextAct;

    /// <inheritdoc/>
    public long NextEvent => port.HasArrivals ? world.Now : _nextAct;

    /// <inheritdoc/>
    public void Step()
    {
        while (port.Receive() != null)
        {
        }

        if (world.Now >= _nextAct)
        {
            _nextAct = world.Now + 1 + random.Below(400);
            Attack(world.Hosts[random.Below(world.Hosts.Length)]);
        }
    }

    /// <inheritdoc/>
    public void Silence()
    {
        _nextAct = long.MaxValue;
    }

    private void Attack(SoakHost victim)
    {
        IReadOnlyDictionary<(uint Address, int RemotePort, int LocalPort), Conversation> conversations = victim.Checker.Conversations;
        if (conversations.Count == 0)
        {
            return;
        }

        ((uint Address, int RemotePort, int LocalPort) key, Conversation conversation) = conversations.ElementAt(random.Below(conversations.Count));
        if (random.Chance(0.3))
        {
            AttackWithError(victim, key, conversation);
            return;
        }

        SoakHost? other = Array.Find(world.Hosts, host => host.Address == key.Address);
        if (other == null || !conversation.IsEstablished || !conversation.HasAdvertised
            || !other.Checker.Conversations.TryGetValue((victim.Address, key.LocalPort, key.RemotePort), out Conversation? far))
        {
            return;
        }

        // The number is beyond all that the other end has sent, so it cannot be the expected number when the forged segment arrives.
        uint inWindow = far.SentEnd + 1 + (uint)random.Below(Math.Clamp((int)(conversation.Edge - far.SentEnd) - 1, 1, FarOff));
        if ((uint)(far.SentEnd - conversation.Acknowledged) > FarOff)
        {
            return;
        }

        uint sequence = random.Chance(0.7) ? inWindow : (uint)random.Next();
        uint acknowledgment = random.Chance(0.5) ? conversation.SentEnd + FarOff : conversation.Iss - FarOff;
        (int flags, int length) = random.Below(4) switch
        {
            0 => (TcpHeader.Rst, 0),
            1 => (TcpHeader.Syn, 0),
            2 => (TcpHeader.Ack, 0),
            _ => (TcpHeader.Ack | TcpHeader.Psh, 1 + random.Below(_text.Length)),
        };
        if (flags != TcpHeader.Rst && flags != TcpHeader.Syn && random.Chance(0.5))
        {
            sequence = conversation.Acknowledged;
        }

        TcpSegment segment = new()
        {
            Source = key.Address,
            Destination = victim.Address,
            SourcePort = key.RemotePort,
            DestinationPort = key.LocalPort,
            Sequence = sequence,
            Acknowledgment = acknowledgment,
            Flags = flags,
            Window = random.Below(65536),
        };
        port.Transmit(_maker.Segment(world.MacOf(victim.Address), segment, [], _text.AsSpan(0, length)));
    }

    private void AttackWithError(SoakHost victim, (uint Address, int RemotePort, int LocalPort) key, Conversation conversation)
    {
        if (!conversation.IsOpened)
        {
            return;
        }

        // Half of them are plausible: a router has seen the segment.
        bool isTrue = random.Chance(0.5);
        int type = s_errors[random.Below(s_errors.Length)];
        int code = type == IcmpHeader.Unreachable ? random.Below(16) : random.Below(2);
        TcpSegment about = new()
        {
            Source = victim.Address,
            Destination = key.Address,
            SourcePort = key.LocalPort,
            DestinationPort = key.RemotePort,
            Sequence = isTrue ? conversation.SentEnd - 1 - (uint)(conversation.IsEstablished ? random.Below(200) : 0) : (uint)random.Next(),
        };
        conversation.ErrorArrives(isHard: isTrue && type == IcmpHeader.Unreachable);
        uint router = SoakPlan.AddressOf(random.Below(world.Hosts.Length));
        port.Transmit(_maker.Error(world.MacOf(victim.Address), router, about, type, code, s_sizes[random.Below(s_sizes.Length)]));
    }
}
