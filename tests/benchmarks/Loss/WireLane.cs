// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using NanoTcp.Benchmarks.Tap;

namespace NanoTcp.Benchmarks.Loss;

/// <summary>One direction of the wire: first a frame may be lost, then it waits for those before it, then it is under way.</summary>
internal sealed unsafe class WireLane(int from, int to, double loss, int seed)
{
    private const double BitsPerSecond = 25e6;

    // More than netem's queue has: a window of 64 KiB does not fill it.
    private const int Frames = 1024;
    private const int FrameRoom = 2048;

    // They take no time, as in the virtual wire: the rate is that of payload.
    private const int HeaderBytes = 54;

    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(10);

    private readonly Random _random = new(seed);
    private readonly byte[] _bytes = new byte[Frames * FrameRoom];
    private readonly int[] _lengths = new int[Frames];
    private readonly TimeSpan[] _arrivals = new TimeSpan[Frames];
    private TimeSpan _freeAt;
    private uint _first;
    private uint _end;

    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>When the frame in front arrives, or has arrived.</summary>
    public TimeSpan NextArrival => _first == _end ? TimeSpan.MaxValue : _arrivals[_first % Frames];

    /// <summary>Takes what has been sent into the wire.</summary>
    public void Take(bool isLossy)
    {
        while (true)
        {
            uint slot = _end % Frames;
            nint length;
            fixed (byte* frame = &_bytes[slot * FrameRoom])
            {
                length = Libc.Read(from, frame, FrameRoom);
            }

            if (length <= 0)
            {
                return;
            }

            bool isLost = isLossy && _random.NextDouble() < loss;
            if (isLost || _end - _first == Frames - 1)
            {
                continue;
            }

            TimeSpan now = Now;
            _freeAt = (_freeAt > now ? _freeAt : now) + TimeSpan.FromSeconds(Math.Max(length - HeaderBytes, 0) * 8 / BitsPerSecond);
            _lengths[slot] = (int)length;
            _arrivals[slot] = _freeAt + s_delay;
            _end++;
        }
    }

    /// <summary>Hands over what has arrived.</summary>
    public void Deliver()
    {
        while (NextArrival <= Now)
        {
            uint slot = _first++ % Frames;
            fixed (byte* frame = &_bytes[slot * FrameRoom])
            {
                // A frame for which the other end has no room is lost, as everywhere.
                _ = Libc.Write(to, frame, _lengths[slot]);
            }
        }
    }
}
