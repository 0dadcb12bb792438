// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Wire;

namespace NanoTcp.Simulation.Capture;

/// <summary>
/// Stamps the frames on a wire and hands them to sinks. A wire counts milliseconds. In real time that is too coarse to see the order of frames, so
/// the stamps come from a finer clock.
/// </summary>
public sealed class FrameRecorder : IFrameObserver
{
    private readonly TimeProvider? _realTime;
    private readonly long _start;
    private readonly IFrameSink[] _sinks;

    /// <summary>Records in real time from now on, or in the wire's own time without a clock.</summary>
    public FrameRecorder(TimeProvider? realTime, params IFrameSink[] sinks)
    {
        _realTime = realTime;
        _start = realTime?.GetTimestamp() ?? 0;
        _sinks = sinks;
    }

    /// <inheritdoc/>
    public void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate)
    {
        long nanoseconds = Nanoseconds(now);
        foreach (IFrameSink sink in _sinks)
        {
            sink.Write(nanoseconds, data, offset, length, fate);
        }
    }

    /// <summary>Tells the sinks that time passes. <paramref name="now"/> is the wire's time.</summary>
    public void Advance(long now)
    {
        long nanoseconds = Nanoseconds(now);
        foreach (IFrameSink sink in _sinks)
        {
            sink.Advance(nanoseconds);
        }
    }

    private long Nanoseconds(long now)
    {
        return _realTime == null ? now * 1_000_000 : _realTime.GetElapsedTime(_start).Ticks * 100;
    }
}
