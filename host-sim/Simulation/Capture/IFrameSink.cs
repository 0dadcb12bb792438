// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Wire;

namespace NanoTcp.Simulation.Capture;

/// <summary>Takes recorded frames: a file, a trace.</summary>
public interface IFrameSink
{
    /// <summary>One frame, at a time in nanoseconds since the recording began. The bytes hold only during the call.</summary>
    void Write(long nanoseconds, byte[] data, int offset, int length, FrameFate fate);

    /// <summary>The time since the recording began, whether or not there was a frame.</summary>
    void Advance(long nanoseconds)
    {
    }
}
