// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Goodput;

/// <summary>One direction of the wire: first a frame may be lost, then it waits for those before it, then it is under way.</summary>
internal sealed class LossyLane(EventClock clock, GoodputSetting setting, double loss, ulong seed)
{
    private const int HeaderBytes = EthernetHeader.Length + IPv4Header.MinLength + TcpHeader.MinLength;
    private const long BitNanoseconds = 8 * 1_000_000_000L;

    private readonly SplitMix64 _random = new(seed);
    private readonly Queue<(byte[] Frame, int Length, long ArrivesAt)> _underWay = new();
    private readonly Queue<long> _departures = new();
    private readonly Stack<byte[]> _pool = new();
    private long _freeAt;

    /// <summary>Whether frames get lost. A connection can be opened before that begins.</summary>
    public bool IsLossy { get; set; }

    public long Lost { get; private set; }

    public long Dropped { get; private set; }

    /// <summary>When the frame in front arrives, or has arrived.</summary>
    public long NextArrival => _underWay.TryPeek(out (byte[] Frame, int Length, long ArrivesAt) next) ? next.ArrivesAt : long.MaxValue;

    public void Add(FrameBuffer frame)
    {
        if (IsLossy && _random.Chance(loss))
        {
            Lost++;
            return;
        }

        long now = clock.Nanoseconds;
        while (_departures.TryPeek(out long departure) && departure <= now)
        {
            _departures.Dequeue();
        }

        if (_departures.Count >= setting.QueueFrames)
        {
            Dropped++;
            return;
        }

        _freeAt = Math.Max(now, _freeAt) + TimeOnWire(frame.Length);
        if (_freeAt > now)
        {
            _departures.Enqueue(_freeAt);
        }

        if (!_pool.TryPop(out byte[]? bytes))
        {
            bytes = new byte[EthernetHeader.MaxFrame];
        }

        Array.Copy(frame.Data, frame.Offset, bytes, 0, frame.Length);
        _underWay.Enqueue((bytes, frame.Length, _freeAt + setting.DelayNanoseconds));
    }

    /// <summary>Takes the frame in front if it has arrived.</summary>
    public bool TryTake(FrameBuffer frame)
    {
        if (NextArrival > clock.Nanoseconds)
        {
            return false;
        }

        (byte[] bytes, int length, _) = _underWay.Dequeue();
        frame.Offset = FrameBuffer.HeadRoom;
        frame.Length = length;
        Array.Copy(bytes, 0, frame.Data, FrameBuffer.HeadRoom, length);
        _pool.Push(bytes);
        return true;
    }

    private long TimeOnWire(int length)
    {
        if (setting.BitRate == 0)
        {
            return 0;
        }

        int counted = setting.CountsHeaders ? Math.Max(length, EthernetHeader.MinFrame) : Math.Max(length - HeaderBytes, 0);
        return counted * BitNanoseconds / setting.BitRate;
    }
}
