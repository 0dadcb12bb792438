// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NanoTcp.Measure.Segments;
using NanoTcp.Simulation.Trace;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>Hashes all frames of a run into a number, and writes them down if wanted.</summary>
internal sealed class SoakTrace(SoakWorld world, Action<string>? writeLine) : IFrameObserver
{
    private static readonly string[] s_flagNames = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"];

    private readonly Dictionary<(uint, int, uint, int), uint> _starts = [];

    /// <summary>The same for two runs exactly if they were the same, for all practical purposes.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    public int Frames { get; private set; }

    /// <inheritdoc/>
    public void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate)
    {
        Frames++;
        Mix((ulong)now << 16 | (uint)fromPort << 8 | (uint)fate);
        ReadOnlySpan<byte> rest = data.AsSpan(offset, length);
        for (; rest.Length >= 8; rest = rest[8..])
        {
            Mix(BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        foreach (byte last in rest)
        {
            Mix(last);
        }

        if (writeLine != null)
        {
            Write(now, fromPort, data, offset, length, fate, writeLine);
        }
    }

    private void Mix(ulong word)
    {
        ulong mixed = (Hash ^ word) * 0x9FB21C651E98DF25;
        Hash = mixed ^ (mixed >> 32);
    }

    private void Write(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate, Action<string> write)
    {
        string fateText = fate == FrameFate.Delivered ? "" : $" [{fate.ToString().ToLowerInvariant()}]";
        string stamp = string.Create(CultureInfo.InvariantCulture, $"{now / 1000.0,9:F3}");
        if (FrameDecoder.TryReadSegment(data, offset, length, out TraceSegment segment))
        {
            write($"{stamp} {Describe(segment, fromPort)}{DescribeOptions(data, offset, length)}{fateText}");
        }
        else
        {
            FrameDecoder.TryDescribe(data, offset, length, out string text);
            write($"{stamp} port {fromPort}: {text}{fateText}");
        }
    }

    private string Describe(in TraceSegment segment, int fromPort)
    {
        (uint, int, uint, int) key = (segment.Source, segment.SourcePort, segment.Destination, segment.DestinationPort);
        bool isForged = world.PortOf(segment.Source) != fromPort;
        if ((segment.Flags & TcpHeader.Syn) != 0 && !isForged)
        {
            _starts[key] = segment.Sequence;
        }

        _starts.TryGetValue(key, out uint start);
        _starts.TryGetValue((segment.Destination, segment.DestinationPort, segment.Source, segment.SourcePort), out uint farStart);
        int flags = segment.Flags;
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"{world.NameOf(segment.Source)}:{segment.SourcePort} > {world.NameOf(segment.Destination)}:{segment.DestinationPort} ");
        line.AppendJoin(',', s_flagNames.Where((_, bit) => (flags & (1 << bit)) != 0));
        line.Append(CultureInfo.InvariantCulture, $" seq={segment.Sequence - start}");
        if ((segment.Flags & TcpHeader.Ack) != 0)
        {
            line.Append(CultureInfo.InvariantCulture, $" ack={segment.Acknowledgment - farStart}");
        }

        line.Append(CultureInfo.InvariantCulture, $" win={segment.Window} len={segment.Length}{(isForged ? " (forged)" : "")}");
        return line.ToString();
    }

    private string DescribeOptions(byte[] data, int offset, int length)
    {
        TcpSegment.Read(data, offset, length, out TcpSegment segment);
        StringBuilder line = new();
        if (segment.Has(TcpHeader.Syn))
        {
            line.Append(CultureInfo.InvariantCulture, $"{(segment.Mss < 0 ? "" : $" mss={segment.Mss}")}{(segment.Scale < 0 ? "" : $" scale={segment.Scale}")}{(segment.PermitsSack ? " sackOK" : "")}");
        }

        if (segment.HasTimestamps)
        {
            line.Append(CultureInfo.InvariantCulture, $" ts={segment.Timestamp},{segment.TimestampEcho}");
        }

        _starts.TryGetValue((segment.Destination, segment.DestinationPort, segment.Source, segment.SourcePort), out uint farStart);
        for (int i = 0; i < segment.SackCount; i++)
        {
            uint start = BigEndian.ReadUInt32(data, segment.SackBlocks + 8 * i);
            uint end = BigEndian.ReadUInt32(data, segment.SackBlocks + 8 * i + 4);
            line.Append(CultureInfo.InvariantCulture, $" sack={start - farStart}-{end - farStart}");
        }

        return line.ToString();
    }
}
