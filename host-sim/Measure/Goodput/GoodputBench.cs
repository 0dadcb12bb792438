// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Measure.Throughput;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Time;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Goodput;

/// <summary>Sends bytes in bulk over a lossy wire, from one stack to another, in virtual time.</summary>
internal sealed class GoodputBench
{
    private const int Port = 9;
    private const long SetUpLimit = 600 * 1_000_000_000L;

    // The time at a hundred bytes a second, after which the run is given up.
    private const long LimitPerByte = 10_000_000;

    private static readonly uint s_nearAddress = IPv4Address.From(192, 168, 7, 2);
    private static readonly uint s_farAddress = IPv4Address.From(192, 168, 7, 1);
    private static readonly byte[] s_nearMac = [0x02, 0, 0, 0, 0, 0x02];
    private static readonly byte[] s_farMac = [0x02, 0, 0, 0, 0, 0x01];

    private readonly GoodputSetting _setting;
    private readonly bool _sends;
    private readonly EventClock _clock = new();
    private readonly LossyLane _toFar;
    private readonly LossyLane _toNear;
    private readonly GoodputEnd _near;
    private readonly GoodputEnd _far;

    private GoodputBench(GoodputSetting setting, GoodputDirection direction, ulong seed)
    {
        _setting = setting;
        _sends = direction == GoodputDirection.Sends;
        ulong lanes = seed * 4;
        _toFar = new LossyLane(_clock, setting, _sends || !setting.LosesDataOnly ? setting.Loss : 0, lanes);
        _toNear = new LossyLane(_clock, setting, !_sends || !setting.LosesDataOnly ? setting.Loss : 0, lanes + 1);
        LaneLink near = new(s_nearMac, _toFar, _toNear);
        LaneLink far = new(s_farMac, _toNear, _toFar);

        // The near end has the peer's options, the far end those of its partner.
        _near = new GoodputEnd(_clock, setting.NearClockStep, near, s_nearAddress, setting.NearBuffers, setting.NearControlsCongestion, acksEachSegment: true, lanes + 2);
        _far = new GoodputEnd(_clock, 1, far, s_farAddress, setting.FarBuffers, setting.FarControlsCongestion, acksEachSegment: false, lanes + 3);
        _clock.Add(_near);
        _clock.Add(_far);
    }

    /// <summary>Runs one transfer. The same arguments always give the same result.</summary>
    public static GoodputResult Measure(GoodputSetting setting, GoodputDirection direction, ulong seed)
    {
        return new GoodputBench(setting, direction, seed).Transfer();
    }

    /// <summary>The results of the seeds from 1 on, the slowest first.</summary>
    public static GoodputResult[] MeasureSeeds(GoodputSetting setting, GoodputDirection direction, int seeds)
    {
        GoodputResult[] results = new GoodputResult[seeds];
        Parallel.For(0, seeds, i => results[i] = Measure(setting, direction, (ulong)i + 1));
        Array.Sort(results, (x, y) => x.ByteRate.CompareTo(y.ByteRate));
        return results;
    }

    private GoodputResult Transfer()
    {
        _toFar.IsLossy = _setting.CountsHandshake;
        _toNear.IsLossy = _setting.CountsHandshake;
        (TcpConnection atNear, TcpConnection atFar) = Connect();
        long start = _setting.CountsHandshake ? 0 : _clock.Nanoseconds;
        _toFar.IsLossy = true;
        _toNear.IsLossy = true;
        TcpConnection sending = _sends ? atNear : atFar;
        BulkSender sender = new(sending, _setting.Size);
        BulkReceiver receiver = new(_sends ? atFar : atNear);
        _near.Application = _sends ? sender : receiver;
        _far.Application = _sends ? receiver : sender;
        Wake();
        RunUntil(() => receiver.Received == _setting.Size || sending.Error != SocketError.Success, SetUpLimit + _setting.Size * LimitPerByte);
        GoodputEnd end = _sends ? _near : _far;
        return new GoodputResult(
            receiver.Received,
            _clock.Nanoseconds - start,
            _toFar.Lost + _toNear.Lost,
            _toFar.Dropped + _toNear.Dropped,
            end.Retransmissions,
            end.Timeouts,
            receiver.Received == _setting.Size);
    }

    private (TcpConnection AtNear, TcpConnection AtFar) Connect()
    {
        TcpListener listener = Require(_far.Tcp.Listen(Port, 1, out TcpListener? opened), opened);
        TcpConnection atNear = Require(_near.Tcp.Connect(s_farAddress.ToHostAddress(), Port, 0, out TcpConnection? begun), begun);
        Wake();
        RunUntil(listener.Pending, SetUpLimit);
        return (atNear, listener.Accept()!);
    }

    private void Wake()
    {
        _near.Wake();
        _far.Wake();
    }

    private void RunUntil(Func<bool> condition, long limit)
    {
        long end = _clock.Nanoseconds + limit;
        while (!condition())
        {
            if (_clock.Nanoseconds >= end)
            {
                throw new TimeoutException($"Not done after {limit / 1_000_000_000} s of virtual time.");
            }

            _clock.WaitForEvent(end);
        }
    }

    private static T Require<T>(SocketError error, T? made)
        where T : class
    {
        return made ?? throw new InvalidOperationException($"The transfer does not begin: {error}.");
    }
}
