// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Wire;

/// <summary>One direction of a cable. Frames follow each other, none faster than its bytes, its preamble and the gap in front of it allow.</summary>
/// <param name="nanosecondsPerByte">The line's rate; 0 when a station at one end takes that time itself.</param>
public sealed class WireLane(IHardwareClock clock, long nanosecondsPerByte)
{
    private const int Capacity = 64;
    private const int CheckSequence = 4;
    private const int Preamble = 8;
    private const int Gap = 12;

    private readonly Queue<(byte[] Frame, long ArrivesAt)> _frames = new();
    private long _freeAt;

    /// <summary>Whether another frame can be queued at the sender.</summary>
    public bool HasRoom => _frames.Count < Capacity;

    /// <summary>When the last bit of the frame in front arrives, or has arrived.</summary>
    public long NextArrival => _frames.TryPeek(out (byte[] Frame, long ArrivesAt) next) ? next.ArrivesAt : long.MaxValue;

    public void Add(FrameBuffer frame)
    {
        byte[] bytes = new byte[Math.Max(frame.Length, EthernetHeader.MinFrame)];
        Array.Copy(frame.Data, frame.Offset, bytes, 0, frame.Length);
        long end = Math.Max(clock.Nanoseconds, _freeAt) + (Preamble + bytes.Length + CheckSequence) * nanosecondsPerByte;
        _freeAt = end + Gap * nanosecondsPerByte;
        _frames.Enqueue((bytes, end));
    }

    /// <summary>Takes the frame in front if it has arrived.</summary>
    public bool TryTake(FrameBuffer frame)
    {
        if (NextArrival > clock.Nanoseconds)
        {
            return false;
        }

        byte[] bytes = _frames.Dequeue().Frame;
        frame.Offset = FrameBuffer.HeadRoom;
        frame.Length = bytes.Length;
        bytes.CopyTo(frame.Data, FrameBuffer.HeadRoom);
        return true;
    }
}
