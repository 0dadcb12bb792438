// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Fuzz.Traffic;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.Fuzz;

/// <summary>Makes the frames of a seed: valid traffic of all kinds, and the same broken, late, twice, or out of order.</summary>
internal sealed class FuzzSource
{
    private const int Remembered = 32;
    private const int HeldBack = 8;

    private readonly SplitMix64 _random;
    private readonly FuzzTraffic[] _traffic;
    private readonly int _totalWeight;
    private readonly FrameBreaker _breaker;
    private readonly FuzzFrame _frame = new();
    private readonly FuzzFrame[] _earlier = [.. Enumerable.Range(0, Remembered).Select(_ => new FuzzFrame())];
    private readonly FuzzFrame[] _held = [.. Enumerable.Range(0, HeldBack).Select(_ => new FuzzFrame())];
    private readonly double _malice;
    private readonly double _repairs;
    private int _count;

    public FuzzSource(FuzzHost host, SplitMix64 random)
    {
        _random = random;
        _breaker = new FrameBreaker(random);
        _traffic =
        [
            new ArpTraffic(host, New()),
            new IPv4Traffic(host, New()),
            new IcmpTraffic(host, New()),
            new UdpTraffic(host, New()),
            new TcpTraffic(host, New()),
            new OpenerTraffic(host, New()),
            .. Services(),
        ];
        _totalWeight = _traffic.Sum(traffic => traffic.Weight);
        _malice = 0.1 + 0.2 * random.Below(5);
        _repairs = random.Chance(0.1) ? 0.3 : 0.9;

        IEnumerable<FuzzTraffic> Services()
        {
            if (host.HasLease)
            {
                yield return new DhcpTraffic(host, New());
            }

            if (random.Chance(0.3))
            {
                yield return new DnsTraffic(host, New());
            }

            if (random.Chance(0.3))
            {
                yield return new MdnsTraffic(host, New());
            }

            if (random.Chance(0.3))
            {
                yield return new SntpTraffic(host, New());
            }
        }

        SplitMix64 New()
        {
            return new SplitMix64(random.Next());
        }
    }

    /// <inheritdoc cref="FuzzTraffic.Missing"/>
    public string? Missing => _traffic.Select(traffic => traffic.Missing).FirstOrDefault(missing => missing != null);

    /// <summary>The counters of all services, by their names.</summary>
    public IEnumerable<(string Name, int Count)> Counts => _traffic.SelectMany(traffic => traffic.Counts);

    /// <inheritdoc cref="FuzzTraffic.Taken"/>
    public int Taken
    {
        get
        {
            int taken = 0;
            for (int i = 0; i < _traffic.Length; i++)
            {
                taken += _traffic[i].Taken;
            }

            return taken;
        }
    }

    /// <summary>How long until the next frame: mostly no time, now and then longer than any deadline.</summary>
    public int NextPause()
    {
        return _random.Below(100) switch
        {
            < 60 => 0,
            < 90 => _random.Below(20),
            < 98 => _random.Below(500),
            < 99 => _random.Below(5000),
            _ => _random.Below(_random.Chance(0.1) ? 700_000 : 70_000),
        };
    }

    /// <summary>The next frame.</summary>
    public ReadOnlySpan<byte> Next()
    {
        FuzzFrame frame = Choose();
        FuzzFrame kept = _earlier[_count++ % Remembered];
        kept.Set(frame.Bytes);
        return frame.Bytes;
    }

    /// <summary>The host sends a frame.</summary>
    public void Heard(ReadOnlySpan<byte> frame)
    {
        foreach (FuzzTraffic traffic in _traffic)
        {
            traffic.Heard(frame);
        }
    }

    /// <inheritdoc cref="FuzzTraffic.Silence"/>
    public void Silence()
    {
        foreach (FuzzTraffic traffic in _traffic)
        {
            traffic.Silence();
        }
    }

    /// <inheritdoc cref="FuzzTraffic.Recover"/>
    public void Recover()
    {
        foreach (FuzzTraffic traffic in _traffic)
        {
            traffic.Recover();
        }
    }

    /// <summary>What an honest network answers; null: nothing.</summary>
    public FuzzFrame? Answer()
    {
        foreach (FuzzTraffic traffic in _traffic)
        {
            if (traffic.Answer(_frame))
            {
                FrameRepair.SetLengths(_frame);
                FrameRepair.SetChecksums(_frame);
                return _frame;
            }
        }

        return null;
    }

    private FuzzFrame Choose()
    {
        int kind = _random.Below(100);
        if (kind < 3)
        {
            // Again.
            FuzzFrame earlier = _earlier[_random.Below(Remembered)];
            if (earlier.Length > 0)
            {
                return earlier;
            }
        }

        FuzzFrame held = _held[_random.Below(HeldBack)];
        if (kind < 8 && held.Length > 0)
        {
            _frame.Set(held.Bytes);
            held.Clear();
            return _frame;
        }

        Make();
        if (kind < 12 && held.Length == 0)
        {
            // Late: another comes first.
            held.Set(_frame.Bytes);
            Make();
        }

        return _frame;
    }

    private void Make()
    {
        int weight = _random.Below(_totalWeight);
        int index = 0;
        while (weight >= _traffic[index].Weight)
        {
            weight -= _traffic[index++].Weight;
        }

        _traffic[index].Make(_frame);
        FrameRepair.SetLengths(_frame);
        if (_random.Chance(_malice))
        {
            bool isRepaired = _random.Chance(_repairs);
            if (!isRepaired)
            {
                FrameRepair.SetChecksums(_frame);
            }

            Break();
            if (!isRepaired)
            {
                return;
            }
        }

        FrameRepair.SetChecksums(_frame);
    }

    private void Break()
    {
        for (int i = _random.Chance(0.7) ? 1 : 1 + _random.Below(4); i > 0; i--)
        {
            int length = _frame.Length;
            _breaker.Break(_frame, _earlier[_random.Below(Remembered)].Bytes);
            if (_frame.Length != length && _random.Chance(0.6))
            {
                FrameRepair.SetLengths(_frame);
            }
        }
    }
}
