// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Meter.Scenarios;

/// <summary>The other end of a connection. It keeps the numbers and sends on command.</summary>
internal sealed class FarConnection(FarHost host, int port, int boardPort)
{
    private uint _next = (uint)(port << 8);
    private uint _expected;

    /// <summary>The board's FIN has arrived.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The segments of the board so far.</summary>
    public List<byte> Received { get; } = [];

    /// <summary>Where its text goes on: SND.NXT.</summary>
    public uint Next => _next;

    /// <summary>The handshake has been somewhere else.</summary>
    /// <param name="next">SND.NXT.</param>
    /// <param name="expected">RCV.NXT.</param>
    public void Establish(uint next, uint expected)
    {
        _next = next;
        _expected = expected;
    }

    public byte[] Syn()
    {
        return Segment(Flag.Syn, []);
    }

    public byte[] Ack()
    {
        return Segment(Flag.Ack, []);
    }

    public byte[] Data(byte[] data)
    {
        return Segment(Flag.Ack | Flag.Push, data);
    }

    public byte[] Fin()
    {
        return Segment(Flag.Ack | Flag.Fin, []);
    }

    /// <summary>Takes in what the board has sent.</summary>
    /// <returns>How many segments it was.</returns>
    public int Take()
    {
        List<FarSegment> segments = host.Take();
        foreach (FarSegment segment in segments)
        {
            if ((segment.Flags & Flag.Syn) != 0)
            {
                _expected = segment.Sequence + 1;
            }
            else if (segment.Sequence == _expected)
            {
                Received.AddRange(segment.Data);
                IsEnded |= (segment.Flags & Flag.Fin) != 0;
                _expected += (uint)segment.Data.Length + (IsEnded ? 1u : 0u);
            }
        }

        return segments.Count;
    }

    /// <summary>Drops the segments of the board.</summary>
    public void Lose()
    {
        host.Take();
    }

    private byte[] Segment(int flags, byte[] data)
    {
        byte[] frame = host.Segment(port, boardPort, flags, _next, _expected, data);
        _next += (uint)data.Length + ((flags & (Flag.Syn | Flag.Fin)) != 0 ? 1u : 0u);
        return frame;
    }
}
