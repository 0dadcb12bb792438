// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// The network of one seed in virtual time. First there is chaos, then a healthy network. Then all applications close everything, and all connections
/// have to end.
/// </summary>
internal sealed class SoakWorld
{
    private const int MaxRoundsPerInstant = 50_000;
    private const int MaxFrames = 500_000;
    private const int TickMs = 500;

    private readonly VirtualWire _wire;
    private readonly SoakFaults _faults;
    private readonly SoakTrace _trace;
    private readonly Action<string>? _log;
    private readonly List<ISoakStation> _stations = [];
    private readonly List<ByteStream> _streams = [];
    private readonly Queue<(long Time, Action Action)> _script;
    private readonly int[] _losses;
    private readonly long[] _lastLoss;
    private readonly ulong _seed;
    private long _healedAt = long.MaxValue;
    private long _nextTick;
    private int _rounds;

    public SoakWorld(ulong seed, Action<string>? log = null, Sabotage? sabotage = null)
    {
        _seed = seed;
        _log = log;
        Plan = new SoakPlan(seed);
        _faults = new SoakFaults(Plan.Lanes, new SplitMix64(Plan.Seeds.Next()));
        _wire = new VirtualWire(_faults);
        _trace = new SoakTrace(this, log);
        _wire.Observe(_trace);
        Hosts = new SoakHost[Plan.Hosts.Length];
        for (int i = 0; i < Hosts.Length; i++)
        {
            Hosts[i] = new SoakHost(this, i, Plan.Hosts[i], _wire.Attach(SoakPlan.MacOf(i)), new SplitMix64(Plan.Seeds.Next()), sabotage);
        }

        if (Plan.HasRogue)
        {
            _stations.Add(new RoguePeer(this, _wire.Attach(SoakPlan.MacOf(Hosts.Length)), SoakPlan.AddressOf(Hosts.Length), new SplitMix64(Plan.Seeds.Next())));
        }

        if (Plan.HasAttacker)
        {
            _stations.Add(new BlindAttacker(this, _wire.Attach(SoakPlan.MacOf(SegmentChecker.Forger)), new SplitMix64(Plan.Seeds.Next())));
        }

        _losses = new int[Hosts.Length];
        _lastLoss = new long[Hosts.Length];
        Array.Fill(_lastLoss, -1);
        IEnumerable<(long Time, Action Action)> reboots = Plan.Reboots.Select(reboot => (reboot.Time, (Action)(() => Reboot(reboot.Host))));
        IEnumerable<(long Time, Action Action)> cuts = Plan.Cuts.Select(cut => (cut.Time, (Action)(() => Cut(cut.Host, cut.IsCutOff))));
        IEnumerable<(long Time, Action Action)> clocks = Hosts.SelectMany(
            host => host.Plan.ClockSteps.Select(step => (step.Time, (Action)(() => SetClock(host, step.Step)))));
        IEnumerable<(long Time, Action Action)> links = Hosts.SelectMany(
            host => host.Plan.LinkChanges.Select(change => (change.Time, (Action)(() => SetLink(host, change.IsUp)))));
        _script = new Queue<(long, Action)>(reboots.Concat(cuts).Concat(clocks).Concat(links).OrderBy(entry => entry.Time));
    }

    public SoakPlan Plan { get; }

    public SoakHost[] Hosts { get; }

    public long Now => _wire.Now;

    /// <summary>One buffer for all writes and reads, one at a time.</summary>
    public byte[] Buffer { get; } = new byte[4096];

    public bool IsTracing => _log != null;

    public bool IsHealed => _faults.IsHealed;

    /// <summary>Whether nothing was ever lost.</summary>
    public bool IsFaultless => Plan.IsClean && Array.TrueForAll(_lastLoss, time => time < 0) && !HasNewLosses();

    public SoakResult Run()
    {
        SoakViolationException? violation = null;
        try
        {
            RunPhases();
        }
        catch (SoakViolationException found)
        {
            violation = found;
        }
        catch (Exception thrown)
        {
            violation = new SoakViolationException(SoakInvariant.Exception, thrown.ToString(), thrown);
        }

        return new SoakResult(_seed, _trace.Hash, _trace.Frames, Now, violation);
    }

    public void Log(string text)
    {
        _log?.Invoke(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Now / 1000.0,9:F3} {text}"));
    }

    public bool IsRogue(uint address)
    {
        return Plan.HasRogue && address == SoakPlan.AddressOf(Hosts.Length);
    }

    /// <summary>The port on the wire of a station, by its address.</summary>
    public int PortOf(uint address)
    {
        return (int)(address - SoakPlan.AddressOf(0));
    }

    public byte[] MacOf(uint address)
    {
        return SoakPlan.MacOf(PortOf(address));
    }

    public string NameOf(uint address)
    {
        return IsRogue(address) ? "rogue" : $"h{PortOf(address)}";
    }

    /// <summary>Whether a host had to refuse connections, perhaps after their handshake.</summary>
    public bool IsCrowded(uint address)
    {
        int port = PortOf(address);
        return port < Hosts.Length
            && Hosts[port].Tcp.GetCount(TcpCounter.BacklogFull) + Hosts[port].Tcp.GetCount(TcpCounter.ConnectionsExhausted) + Hosts[port].Stack.GetCount(Counter.PeersExhausted) > 0;
    }

    public ByteStream NewStream(uint address, TcpConnection connection, SoakFlow flow, bool isActive)
    {
        ByteStream stream = new(_streams.Count + 1, address, connection.LocalPort, connection.RemoteAddress.ToIPv4(), connection.RemotePort) { Writer = flow, ProgressAt = Now };
        for (int i = _streams.Count - 1; i >= 0; i--)
        {
            ByteStream other = _streams[i];
            if (other.LocalAddress == stream.RemoteAddress && other.LocalPort == stream.RemotePort
                && other.RemoteAddress == stream.LocalAddress && other.RemotePort == stream.LocalPort)
            {
                // An application that accepts, or opens at the same time, is probably the other end of it.
                if (other.Delivered == 0 && (!isActive || other.Reader == null))
                {
                    other.Reader = flow;
                    stream.Reader = other.Writer;
                }

                break;
            }
        }

        _streams.Add(stream);
        return stream;
    }

    public ByteStream? FindStream(int id)
    {
        return id >= 1 && id <= _streams.Count ? _streams[id - 1] : null;
    }

    private void RunPhases()
    {
        if (IsTracing)
        {
            foreach (SoakHost host in Hosts)
            {
                Log($"host {host.Index}: {OptionDraw.Describe(host.Plan.Tcp, host.Plan.IPv4, host.Plan.Stack)} PollsEveryMs={host.Plan.PollsEveryMs} SegmentsAtOnce={host.Plan.SegmentsAtOnce} ClockStart={host.Plan.ClockStart}");
            }
        }

        RunUntil(Plan.ChaosMs, untilDrained: false);
        _faults.Heal();
        _healedAt = Now;
        Log("the network is healthy from now on");
        RunUntil(Plan.ChaosMs + Plan.CalmMs, untilDrained: false);
        Log("all applications close all");
        _nextTick = long.MaxValue;
        foreach (ISoakStation station in _stations)
        {
            station.Silence();
        }

        foreach (SoakHost host in Hosts)
        {
            host.Application.CloseAll();
        }

        RunUntil(Now + Plan.LongestEnd, untilDrained: true);
        foreach (SoakHost host in Hosts)
        {
            CheckEnded(host);
            LeakCheck.Run(host);
        }
    }

    private void RunUntil(long end, bool untilDrained)
    {
        while (true)
        {
            long next = NextEvent();
            if (next > Now + 100 && untilDrained && Array.TrueForAll(Hosts, host => host.CountConnections() == 0))
            {
                return;
            }

            if (next > end)
            {
                _wire.Advance(end);
                return;
            }

            RunRound(next);
        }
    }

    private long NextEvent()
    {
        long next = Math.Min(_wire.NextDelivery, _nextTick);
        next = _script.Count > 0 ? Math.Min(next, _script.Peek().Time) : next;
        foreach (SoakHost host in Hosts)
        {
            next = Math.Min(next, host.NextEvent);
        }

        foreach (ISoakStation station in _stations)
        {
            next = Math.Min(next, station.NextEvent);
        }

        return Math.Max(next, Now);
    }

    private void RunRound(long time)
    {
        _rounds = time > Now ? 0 : _rounds + 1;
        if (_rounds > MaxRoundsPerInstant || _trace.Frames > MaxFrames)
        {
            throw new SoakViolationException(SoakInvariant.Spin, $"{_trace.Frames} frames so far, {_rounds} rounds at this time: somebody talks without end");
        }

        _wire.Advance(time);
        while (_script.Count > 0 && _script.Peek().Time <= Now)
        {
            _script.Dequeue().Action();
        }

        foreach (SoakHost host in Hosts)
        {
            if (host.NextEvent <= Now)
            {
                host.Step();
            }
        }

        foreach (ISoakStation station in _stations)
        {
            if (station.NextEvent <= Now)
            {
                station.Step();
            }
        }

        if (Now >= _nextTick)
        {
            _nextTick = Now + TickMs;
            CheckProgress();
        }
    }

    private void Reboot(int host)
    {
        Log($"host {host} reboots");
        Hosts[host].Reboot();
    }

    private void Cut(int host, bool isCutOff)
    {
        Log($"host {host} is {(isCutOff ? "cut off" : "connected again")}");
        _faults.SetCutOff(host, isCutOff);
    }

    private void SetClock(SoakHost host, long step)
    {
        Log($"host {host.Index}: the clock is set by {step} ms");
        host.SetClock(step);
    }

    private void SetLink(SoakHost host, bool isUp)
    {
        Log($"host {host.Index}: the link is {(isUp ? "up" : "down")}");
        host.SetLink(isUp);
    }

    private bool HasNewLosses()
    {
        for (int i = 0; i < Hosts.Length; i++)
        {
            if (Hosts[i].Checker.LostInside + Hosts[i].Port.Overruns != _losses[i])
            {
                return true;
            }
        }

        return false;
    }

    private void CheckProgress()
    {
        for (int i = 0; i < Hosts.Length; i++)
        {
            int losses = Hosts[i].Checker.LostInside + Hosts[i].Port.Overruns;
            _lastLoss[i] = losses == _losses[i] ? _lastLoss[i] : Now;
            _losses[i] = losses;
        }

        bool isFaultless = IsFaultless;
        if (!isFaultless && !IsHealed)
        {
            return;
        }

        long healthySince = isFaultless ? 0 : _healedAt;
        long bound = (isFaultless ? SoakPlan.StallSlackMs : Plan.LargestRto) + SoakPlan.StallSlackMs + 6 * Plan.SlowestMs;
        foreach (ByteStream stream in _streams)
        {
            if (stream.Reader == null || stream.Writer!.IsLost || stream.Writer.IsCorked || (stream.Writer.IsDone && !IsSafe(stream))
                || (stream.Written == stream.Reader.Read && (!stream.IsFinished || stream.Reader.HasEnded)))
            {
                continue;
            }

            long since = Math.Max(Math.Max(healthySince, stream.ProgressAt), stream.Reader.EagerSince);
            since = Math.Max(since, Math.Max(_lastLoss[PortOf(stream.LocalAddress)], _lastLoss[PortOf(stream.RemoteAddress)]));

            // What its writer has sent in vain until the reader's end had room comes again when as much time has gone by once more (RFC 6298 §5.5).
            long backoff = isFaultless ? Math.Clamp(stream.Reader.BegunAt - stream.Writer.BegunAt, 0, Plan.LargestRto) : 0;
            if (since < Now - bound - backoff)
            {
                throw new SoakViolationException(
                    SoakInvariant.Stall,
                    $"stream {stream.Id} (h{PortOf(stream.LocalAddress)}:{stream.LocalPort} > h{PortOf(stream.RemoteAddress)}:{stream.RemotePort}) stands still at {stream.Reader.Read} of {stream.Written} bytes since {since} ms");
            }
        }
    }

    /// <summary>
    /// Whether a stream that its writer has closed will certainly be sent, or its end told. It was not given up, and it did not make room for others. No RST
    /// was lost inside the stack, or came to nothing because of text that was: an RST is not sent again.
    /// </summary>
    private bool IsSafe(ByteStream stream)
    {
        SoakHost host = Hosts[PortOf(stream.LocalAddress)];
        TcpTransport tcp = host.Tcp;
        return Plan.IsClean && host.Checker.LostInside == 0
            && tcp.GetCount(TcpCounter.TimedOut) + tcp.GetCount(TcpCounter.IdleTimedOut) + tcp.GetCount(TcpCounter.OrphansEvicted) == 0;
    }

    private void CheckEnded(SoakHost host)
    {
        for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
        {
            int count = host.Tcp.CountConnections(state);
            if (count > 0)
            {
                throw new SoakViolationException(SoakInvariant.Deadline, $"host {host.Index} still has {count} in {state}, {Plan.LongestEnd} ms after all was closed");
            }
        }
    }
}
