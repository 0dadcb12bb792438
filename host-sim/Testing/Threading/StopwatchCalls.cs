// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>A stopwatch of a program measures virtual time.</summary>
[Replaces(typeof(Stopwatch))]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StopwatchCalls
{
    private static readonly ConditionalWeakTable<Stopwatch, Watch> s_watches = [];

    public static Stopwatch Create()
    {
        Stopwatch stopwatch = new();
        if (Baton.CurrentProgram is ProgramThread current)
        {
            s_watches.Add(stopwatch, new Watch(current.Baton));
        }

        return stopwatch;
    }

    public static Stopwatch StartNew()
    {
        Stopwatch stopwatch = Create();
        Start(stopwatch);
        return stopwatch;
    }

    public static void Start(Stopwatch stopwatch)
    {
        stopwatch.Start();
        Find(stopwatch)?.Start();
    }

    public static void Stop(Stopwatch stopwatch)
    {
        stopwatch.Stop();
        Find(stopwatch)?.Stop();
    }

    public static void Reset(Stopwatch stopwatch)
    {
        stopwatch.Reset();
        Find(stopwatch)?.Reset();
    }

    public static void Restart(Stopwatch stopwatch)
    {
        Reset(stopwatch);
        Start(stopwatch);
    }

    public static TimeSpan get_Elapsed(Stopwatch stopwatch)
    {
        return Find(stopwatch) is Watch watch ? TimeSpan.FromMilliseconds(watch.Elapsed) : stopwatch.Elapsed;
    }

    public static long get_ElapsedMilliseconds(Stopwatch stopwatch)
    {
        return Find(stopwatch)?.Elapsed ?? stopwatch.ElapsedMilliseconds;
    }

    public static long get_ElapsedTicks(Stopwatch stopwatch)
    {
        return Find(stopwatch) is Watch watch ? watch.Elapsed * (Stopwatch.Frequency / 1000) : stopwatch.ElapsedTicks;
    }

    public static long GetTimestamp()
    {
        return Baton.CurrentProgram is ProgramThread current ? current.Baton.Now * (Stopwatch.Frequency / 1000) : Stopwatch.GetTimestamp();
    }

    private static Watch? Find(Stopwatch stopwatch)
    {
        return s_watches.TryGetValue(stopwatch, out Watch? watch) ? watch : null;
    }

    private sealed class Watch(Baton baton)
    {
        private long _before;
        private long? _since;

        public long Elapsed => _before + (_since is long since ? baton.Now - since : 0);

        public void Start()
        {
            _since ??= baton.Now;
        }

        public void Stop()
        {
            _before = Elapsed;
            _since = null;
        }

        public void Reset()
        {
            _before = 0;
            _since = null;
        }
    }
}
