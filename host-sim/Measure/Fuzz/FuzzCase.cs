// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Globalization;
using NanoTcp.Host;
using NanoTcp.Measure.Resources;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Trace;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>One seed: a host, the frames that arrive at it in virtual time, and the checks after each of them and at the end.</summary>
internal sealed class FuzzCase
{
    /// <summary>The frames of a seed.</summary>
    public const int FramesPerSeed = 2000;

    private const int SettleMs = 5000;
    private const int MaxIdlePolls = 64;

    /// <summary>What a new lease or a found name may take.</summary>
    private const int MostAllocated = 2000;

    /// <summary>What a poll sends beside the text of connections.</summary>
    private const int MaxSentBesideText = 100;

    private const int MaxAnswers = 100_000;

    /// <summary>After this time in an honest network every service works again. A time server may have asked for long pauses.</summary>
    private const long RecoveryMs = 10_000_000;

    /// <summary>All deadlines have passed after this.</summary>
    private const long LongestDeadlineMs = 3 * 3_600_000;

    private readonly ulong _seed;
    private readonly int _frames;
    private readonly Action<string>? _log;
    private readonly FuzzSource _source;
    private readonly AnswerLedger _ledger;
    private FuzzVisitor? _visitor;
    private long _due;
    private int _idlePolls;
    private int _taken;
    private int _arrived;
    private int _sent;
    private int _sentInPoll;
    private ulong _hash = 14695981039346656037;

    /// <summary>Prepares a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="frames">How many frames arrive.</param>
    /// <param name="log">Gets a line for each frame.</param>
    /// <param name="sabotage">Adds a service with a fault to the host.</param>
    public FuzzCase(ulong seed, int frames = FramesPerSeed, Action<string>? log = null, Func<FuzzHost, NetworkService>? sabotage = null)
    {
        _seed = seed;
        _frames = frames;
        _log = log;

        // Neighbouring seeds must not give neighbouring cases.
        SplitMix64 random = new(seed * 0xD1342543DE82EF95 + 1);
        Host = new FuzzHost(new SplitMix64(random.Next()));
        _source = new FuzzSource(Host, new SplitMix64(random.Next()));
        _ledger = new AnswerLedger(Host.TcpOptions.SynAckRetries + 1);
        _ledger.AskedPorts.UnionWith([53, 67, 123]);
        Host.Link.Sent = Sent;
        if (sabotage != null)
        {
            Host.Add(sabotage(Host));
        }
    }

    /// <summary>The host under test.</summary>
    public FuzzHost Host { get; }

    /// <summary>The counters of its services, by their names.</summary>
    public IEnumerable<(string Name, int Count)> Counts => _source.Counts;

    /// <summary>The virtual time.</summary>
    public long Now { get; private set; }

    /// <summary>Gets each frame that arrives.</summary>
    public List<FuzzArrival>? Recording { get; set; }

    /// <summary>
    /// Runs a seed until its result is sure. A process allocates where code runs for the first time, and a collection that another thread begins can
    /// disturb this thread's count of bytes. An allocation of the host happens again at the same frame.
    /// </summary>
    public static FuzzResult RunSurely(Func<FuzzCase> make)
    {
        FuzzResult result = make().Run();
        for (int frames = -1; result.Violation?.Invariant == FuzzInvariant.Allocation && result.Frames != frames; result = make().Run())
        {
            frames = result.Frames;
        }

        return result;
    }

    /// <summary>Lets the frames of the seed arrive.</summary>
    public FuzzResult Run()
    {
        return Judge(() =>
        {
            for (int i = 0; i < _frames; i++)
            {
                PollUntil(Now + _source.NextPause());
                Arrive(_source.Next());
            }
        });
    }

    /// <summary>Lets recorded frames arrive at the same host instead.</summary>
    public FuzzResult Replay(IReadOnlyList<FuzzArrival> arrivals)
    {
        return Judge(() =>
        {
            foreach (FuzzArrival arrival in arrivals)
            {
                PollUntil(arrival.Time);
                Arrive(arrival.Frame);
            }
        });
    }

    /// <summary>A frame arrives, and the host is polled.</summary>
    public void Arrive(ReadOnlySpan<byte> frame)
    {
        Recording?.Add(new FuzzArrival(Now, frame.ToArray()));
        _log?.Invoke(Describe(">", frame));
        _arrived++;
        Mix(frame);
        _ledger.Received(frame);
        Host.Link.Arrive(frame);
        Poll();
    }

    /// <summary>Polls the host when it is due next. False: not before a time, and then it is that time.</summary>
    public bool PollNext(long before)
    {
        if (_due >= before)
        {
            Now = before;
            return false;
        }

        Now = Math.Max(Now, _due);
        Poll();
        return true;
    }

    /// <summary>The network answers, or time passes. False: nothing happens before a time.</summary>
    public bool ContinueHonestly(long before)
    {
        if (_source.Answer() is { } answer)
        {
            Arrive(answer.Bytes);
            return true;
        }

        return PollNext(before);
    }

    private FuzzResult Judge(Action run)
    {
        FuzzViolationException? violation = null;
        try
        {
            PollUntil(SettleMs);
            run();
            End();
        }
        catch (FuzzViolationException found)
        {
            violation = found;
        }
        catch (Exception thrown)
        {
            violation = new FuzzViolationException(FuzzInvariant.Exception, thrown.ToString(), thrown);
        }

        return new FuzzResult(_seed, _hash, _arrived, _sent, Now, violation);
    }

    private void PollUntil(long time)
    {
        while (PollNext(time))
        {
        }
    }

    private void Poll()
    {
        int sent = _sent;
        _sentInPoll = 0;
        long before = GC.GetAllocatedBytesForCurrentThread() - Host.Link.Allocated;
        _due = Host.Poll(Now);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - Host.Link.Allocated - before;
        int taken = _source.Taken;
        bool mayAllocate = taken != _taken;
        _taken = taken;
        if (allocated > (mayAllocate ? MostAllocated : 0))
        {
            throw new FuzzViolationException(FuzzInvariant.Allocation, $"a poll has allocated {allocated} bytes");
        }

        _idlePolls = _due <= Now && _sent == sent ? _idlePolls + 1 : 0;
        if (_idlePolls > MaxIdlePolls)
        {
            throw new FuzzViolationException(FuzzInvariant.Bound, "the host asks to be polled at once again and again and does nothing");
        }
    }

    /// <summary>Everybody is silent until all deadlines have passed. Then somebody visits the host.</summary>
    private void End()
    {
        _source.Silence();
        _log?.Invoke("from now on nothing arrives");
        Drain();
        Recover();
        _visitor = new FuzzVisitor(this);
        _visitor.Visit();
        Drain();
        string? missing = ResourceCheck.FindMissing(Host.Tcp, Host.TcpOptions.MaxListeners - 1, Host.StackOptions.Peers);
        if (missing != null)
        {
            throw new FuzzViolationException(FuzzInvariant.Leak, missing);
        }
    }

    /// <summary>The network is honest. The services have to work before long.</summary>
    private void Recover()
    {
        _log?.Invoke("from now on the network is honest");
        _source.Recover();
        Poll();
        long end = Now + RecoveryMs;
        for (int answers = 0; _source.Missing != null; answers++)
        {
            if (answers > MaxAnswers)
            {
                throw new FuzzViolationException(FuzzInvariant.Bound, $"{_source.Missing}, after {MaxAnswers} answers and polls");
            }

            if (!ContinueHonestly(end))
            {
                throw new FuzzViolationException(FuzzInvariant.Served, $"{_source.Missing}, {RecoveryMs / 1000} s after the network became honest");
            }
        }
    }

    private void Drain()
    {
        PollUntil(Now + LongestDeadlineMs);
        int connections = Host.CountConnections();
        if (connections > 0)
        {
            throw new FuzzViolationException(FuzzInvariant.Leak, $"{connections} connections are left after all deadlines");
        }

        // A service may have just asked something, and asks again when it is polled. The stack alone comes to rest.
        long due = Host.Stack.Flush(Now);
        for (long end = Now + LongestDeadlineMs; due < end; due = Host.Stack.Poll(Now))
        {
            Now = Math.Max(Now, due);
        }

        if (due != long.MaxValue)
        {
            throw new FuzzViolationException(FuzzInvariant.Leak, "a timer is left after all deadlines");
        }
    }

    private void Sent(byte[] data, int offset, int length)
    {
        _sent++;
        // An other end may want segments with one byte of text each (RFC 9293 §3.7.1, MUST-16).
        if (++_sentInPoll > MaxSentBesideText + Host.TcpOptions.MaxConnections * Host.TcpOptions.SendBuffer)
        {
            throw new FuzzViolationException(FuzzInvariant.Bound, $"{_sentInPoll} frames are sent in one poll");
        }

        ReadOnlySpan<byte> frame = data.AsSpan(offset, length);
        _log?.Invoke(Describe("<", frame));
        Mix(frame);
        SentChecker.Check(data, offset, length, FuzzNetwork.OwnMac);
        _ledger.Sent(frame, Now);
        _source.Heard(frame);
        _visitor?.Heard(frame);
    }

    private void Mix(ReadOnlySpan<byte> frame)
    {
        ulong hash = _hash ^ (ulong)Now;
        for (; frame.Length >= 8; frame = frame[8..])
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(frame)) * 0x9FB21C651E98DF25;
            hash ^= hash >> 32;
        }

        foreach (byte last in frame)
        {
            hash = (hash ^ last) * 0x9FB21C651E98DF25;
        }

        _hash = hash;
    }

    private string Describe(string direction, ReadOnlySpan<byte> frame)
    {
        byte[] data = frame.ToArray();
        string text = FrameDecoder.TryReadSegment(data, 0, data.Length, out TraceSegment segment)
            ? $"TCP {IPv4Address.ToString(segment.Source)}:{segment.SourcePort} > {segment.DestinationPort} flags {segment.Flags:x2} seq {segment.Sequence} ack {segment.Acknowledgment} len {segment.Length}"
            : FrameDecoder.TryDescribe(data, 0, data.Length, out string described) ? described : "not understood";
        return string.Create(CultureInfo.InvariantCulture, $"{Now / 1000.0,10:F3} {direction} {_arrived,4} {text}");
    }
}
