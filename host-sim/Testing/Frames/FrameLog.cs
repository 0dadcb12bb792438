// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Capture;
using NanoTcp.Simulation.Trace;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Testing.Frames;

/// <summary>Keeps the newest frames of a network, and a number that stands for all of them.</summary>
internal sealed class FrameLog : IFrameObserver
{
    private const ulong Prime = 1099511628211;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const int LadderWidth = 120;

    private readonly Queue<Frame> _frames = new();

    /// <summary>The hash of all frames so far, with their times, ports and fates (FNV-1a).</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    public int Capacity { get; set; }

    /// <inheritdoc/>
    public void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate)
    {
        ulong hash = (Hash ^ (ulong)now) * Prime;
        hash = (hash ^ (ulong)((fromPort << 8) | (int)fate)) * Prime;
        foreach (byte value in data.AsSpan(offset, length))
        {
            hash = (hash ^ value) * Prime;
        }

        Hash = hash;
        while (_frames.Count > 0 && _frames.Count >= Capacity)
        {
            _frames.Dequeue();
        }

        if (Capacity > 0)
        {
            _frames.Enqueue(new Frame(now, data.AsSpan(offset, length).ToArray(), fate));
        }
    }

    /// <summary>The frames as a capture file.</summary>
    /// <param name="start">The date of time 0.</param>
    public byte[] ToPcap(DateTime start)
    {
        using MemoryStream file = new();
        using PcapWriter writer = new(file, start, static _ => { });
        Replay(writer, static _ => true);
        return file.ToArray();
    }

    /// <summary>The frames that a station has sent or received, as lines of text.</summary>
    /// <param name="mac">The station, on the right.</param>
    /// <param name="timeWait">How long an end stays in TIME-WAIT, in milliseconds.</param>
    public string ToLadder(byte[] mac, int timeWait)
    {
        StringWriter text = new();
        Replay(new LadderTrace(mac, new LadderFormatter(LadderWidth), timeWait, text.WriteLine), frame => IsOf(frame.Data, mac));
        return text.ToString();
    }

    private static bool IsOf(ReadOnlySpan<byte> frame, byte[] mac)
    {
        return frame.Slice(EthernetHeader.Source, EthernetHeader.AddressLength).SequenceEqual(mac)
            || frame.Slice(EthernetHeader.Destination, EthernetHeader.AddressLength).SequenceEqual(mac)
            || (frame[EthernetHeader.Destination] & 1) != 0;
    }

    private void Replay(IFrameSink sink, Predicate<Frame> isWanted)
    {
        foreach (Frame frame in _frames)
        {
            if (isWanted(frame))
            {
                sink.Write(frame.Time * NanosecondsPerMillisecond, frame.Data, 0, frame.Data.Length, frame.Fate);
            }
        }
    }

    private sealed record Frame(long Time, byte[] Data, FrameFate Fate);
}
