// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Measure.Segments;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// A station that speaks TCP badly on purpose. It speaks well enough to open connections and keep them going. Otherwise it uses wrong numbers and
/// flags, garbage options and shrinking windows. It sends RSTs, SYNs and FINs in the middle, and different bytes for the same text.
/// </summary>
internal sealed class RoguePeer : ISoakStation
{
    private const int MaxTalks = 12;
    private const int MaxText = 900;

    private static readonly int[] s_windows = [0, 1, 60, 600, 1000, 5000, 65535];

    private readonly SoakWorld _world;
    private readonly WirePort _port;
    private readonly SplitMix64 _random;
    private readonly FrameMaker _maker;
    private readonly uint _address;
    private readonly List<Talk> _talks = [];
    private readonly byte[] _options = new byte[40];
    private readonly byte[] _text = new byte[MaxText];
    private long _nextAct;
    private bool _isSilent;

    public RoguePeer(SoakWorld world, WirePort port, uint address, SplitMix64 random)
    {
        _world = world;
        _port = port;
        _address = address;
        _random = random;
        _maker = new FrameMaker(port.MacAddress);
    }

    /// <inheritdoc/>
    public long NextEvent => _port.HasArrivals ? _world.Now : _nextAct;

    /// <inheritdoc/>
    public void Step()
    {
        for (FrameBuffer? frame = _port.Receive(); frame != null; frame = _port.Receive())
        {
            if (!_isSilent)
            {
                Handle(frame);
            }
        }

        if (_world.Now >= _nextAct)
        {
            _nextAct = _world.Now + 1 + _random.Below(300);
            for (int i = _random.Chance(0.05) ? 20 : 1; i > 0; i--)
            {
                Act();
            }
        }
    }

    /// <inheritdoc/>
    public void Silence()
    {
        _isSilent = true;
        _nextAct = long.MaxValue;
    }

    private void Handle(FrameBuffer frame)
    {
        byte[] data = frame.Data;
        int arp = frame.Offset + EthernetHeader.Length;
        if (BigEndian.ReadUInt16(data, frame.Offset + EthernetHeader.EtherType) == EthernetHeader.TypeArp)
        {
            if (BigEndian.ReadUInt16(data, arp + ArpPacket.Operation) == ArpPacket.Request && BigEndian.ReadUInt32(data, arp + ArpPacket.TargetAddress) == _address)
            {
                _port.Transmit(_maker.ArpReply(data, frame.Offset));
            }
        }
        else if (TcpSegment.Read(data, frame.Offset, frame.Length, out TcpSegment segment) == FrameKind.Segment && segment.Destination == _address)
        {
            Answer(segment);
        }
    }

    private void Answer(in TcpSegment segment)
    {
        Talk? talk = null;
        foreach (Talk known in _talks)
        {
            talk = known.Address == segment.Source && known.RemotePort == segment.SourcePort && known.LocalPort == segment.DestinationPort ? known : talk;
        }

        if (segment.Has(TcpHeader.Rst))
        {
            if (talk != null)
            {
                _talks.Remove(talk);
            }

            return;
        }

        if (talk == null)
        {
            talk = Begin(segment.Source, segment.SourcePort, segment.DestinationPort);
        }

        if (segment.Has(TcpHeader.Ack))
        {
            talk.Next = segment.Acknowledgment;
        }

        if (segment.Has(TcpHeader.Syn) || segment.Sequence == talk.TheirNext || _random.Chance(0.1))
        {
            talk.TheirNext = segment.End;
        }

        int dice = _random.Below(100);
        if (segment.Has(TcpHeader.Syn) && !segment.Has(TcpHeader.Ack))
        {
            int flags = dice < 80 ? TcpHeader.Syn | TcpHeader.Ack : dice < 88 ? TcpHeader.Rst | TcpHeader.Ack : TcpHeader.Syn;
            Send(talk, talk.Next, talk.TheirNext, flags, 0, DrawOptions());
        }
        else if (segment.Has(TcpHeader.Syn) || segment.Length > 0 || segment.Has(TcpHeader.Fin))
        {
            if (dice < 70)
            {
                Send(talk, talk.Next, talk.TheirNext, TcpHeader.Ack, 0, dice < 15 ? DrawBlocks(talk) : 0);
            }
            else if (dice < 85)
            {
                SendWrong(talk);
            }
        }
    }

    private void Act()
    {
        if (_talks.Count == 0 || _random.Chance(0.2))
        {
            int host = _random.Below(_world.Plan.Hosts.Length);
            Talk talk = Begin(SoakPlan.AddressOf(host), HostPlan.FirstPort + _random.Below(3), 1024 + _random.Below(60_000));
            Send(talk, talk.Next, 0, TcpHeader.Syn, 0, DrawOptions());
            return;
        }

        Talk known = _talks[_random.Below(_talks.Count)];
        switch (_random.Below(10))
        {
            case < 5:
                Send(known, known.Next, known.TheirNext, TcpHeader.Ack | TcpHeader.Psh, _random.Below(MaxText), 0);
                break;
            case 5:
                Send(known, known.Next, known.TheirNext, TcpHeader.Ack | TcpHeader.Fin, _random.Below(2) * _random.Below(100), 0);
                break;
            default:
                SendWrong(known);
                break;
        }
    }

    private void SendWrong(Talk talk)
    {
        uint sequence = talk.Next + (uint)Offset();
        uint acknowledgment = talk.TheirNext + (uint)Offset();
        int flags = _random.Chance(0.5) ? TcpHeader.Ack : _random.Below(64);
        Send(talk, sequence, acknowledgment, flags, _random.Chance(0.5) ? 0 : _random.Below(MaxText), _random.Chance(0.3) ? DrawBlocks(talk) : DrawOptions());
    }

    private int Offset()
    {
        return _random.Below(8) switch
        {
            < 4 => 0,
            4 => _random.Below(3) - 1,
            5 => _random.Below(2000) - 1000,
            6 => _random.Below(140_000) - 70_000,
            _ => (int)_random.Next(),
        };
    }

    private Talk Begin(uint address, int remotePort, int localPort)
    {
        if (_talks.Count == MaxTalks)
        {
            _talks.RemoveAt(0);
        }

        Talk talk = new(address, remotePort, localPort) { Next = (uint)_random.Next() };
        _talks.Add(talk);
        return talk;
    }

    /// <summary>Fills the options: none, a sensible MSS, or anything. Returns their length.</summary>
    private int DrawOptions()
    {
        switch (_random.Below(4))
        {
            case 0:
                return 0;
            case 1:
                int length = _random.Below(11) * 4;
                for (int i = 0; i < length; i++)
                {
                    _options[i] = (byte)_random.Below(_random.Chance(0.7) ? 10 : 256);
                }

                return length;
            default:
                _options[0] = TcpHeader.OptionMss;
                _options[1] = TcpHeader.OptionMssLength;
                int mss = _random.Chance(0.2) ? _random.Below(65536) : 100 + _random.Below(1400);
                BigEndian.WriteUInt16(_options, 2, mss);
                return DrawAgreement();
        }
    }

    /// <summary>Behind the MSS there may be a window scale and the permission of selective acknowledgments.</summary>
    private int DrawAgreement()
    {
        int at = 4;
        if (_random.Chance(0.3))
        {
            _options[at++] = TcpHeader.OptionNop;
            _options[at++] = TcpHeader.OptionWindowScale;
            _options[at++] = TcpHeader.OptionWindowScaleLength;
            _options[at++] = (byte)_random.Below(16);
        }

        if (_random.Chance(0.5))
        {
            _options[at++] = TcpHeader.OptionNop;
            _options[at++] = TcpHeader.OptionNop;
            _options[at++] = TcpHeader.OptionSackPermitted;
            _options[at++] = TcpHeader.OptionSackPermittedLength;
        }

        return at;
    }

    /// <summary>Blocks of selective acknowledgments. Most of them cover text that the other end has sent or will send.</summary>
    private int DrawBlocks(Talk talk)
    {
        int count = 1 + _random.Below(4);
        _options[0] = TcpHeader.OptionNop;
        _options[1] = TcpHeader.OptionNop;
        _options[2] = TcpHeader.OptionSack;
        _options[3] = (byte)(2 + 8 * count);
        for (int i = 0; i < count; i++)
        {
            uint start = talk.TheirNext + (uint)Offset();
            BigEndian.WriteUInt32(_options, 4 + 8 * i, start);
            BigEndian.WriteUInt32(_options, 8 + 8 * i, start + (uint)_random.Below(1000));
        }

        return 4 + 8 * count;
    }

    private void Send(Talk talk, uint sequence, uint acknowledgment, int flags, int length, int optionsLength)
    {
        for (int i = 0; i < length; i += 8)
        {
            ulong bits = _random.Next();
            for (int j = i; j < Math.Min(length, i + 8); j++, bits >>= 8)
            {
                _text[j] = (byte)bits;
            }
        }

        TcpSegment segment = new()
        {
            Source = _address,
            Destination = talk.Address,
            SourcePort = talk.LocalPort,
            DestinationPort = talk.RemotePort,
            Sequence = sequence,
            Acknowledgment = acknowledgment,
            Flags = flags,
            Window = s_windows[_random.Below(s_windows.Length)],
        };
        int? dataOffset = _random.Chance(0.02) ? _random.Below(16) : null;
        int urgent = _random.Chance(0.05) ? _random.Below(65536) : 0;
        _port.Transmit(_maker.Segment(_world.MacOf(talk.Address), segment, _options.AsSpan(0, optionsLength), _text.AsSpan(0, length), urgent, dataOffset));
    }

    /// <summary>A connection as the rogue sees it.</summary>
    private sealed class Talk(uint address, int remotePort, int localPort)
    {
        public uint Address { get; } = address;

        public int RemotePort { get; } = remotePort;

        public int LocalPort { get; } = localPort;

        public uint Next { get; set; }

        public uint TheirNext { get; set; }
    }
}
