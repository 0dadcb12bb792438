// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Soak;

/// <summary>Runs seeds on all cores.</summary>
internal sealed class SoakRunner(ulong first, int count, Sabotage? sabotage = null)
{
    private readonly List<SoakResult> _failures = [];
    private int _started;
    private int _finished;
    private long _frames;
    private long _virtualMs;

    public int Count => count;

    public int Finished => Volatile.Read(ref _finished);

    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>The virtual time of all seeds together.</summary>
    public long VirtualMs => Interlocked.Read(ref _virtualMs);

    /// <summary>Those that violated an invariant, by seed; complete when all are finished.</summary>
    public IReadOnlyList<SoakResult> Failures
    {
        get
        {
            lock (_failures)
            {
                return [.. _failures.OrderBy(failure => failure.Seed)];
            }
        }
    }

    /// <summary>Begins; the task ends with the last seed.</summary>
    public Task RunAsync()
    {
        int workers = Math.Min(Environment.ProcessorCount, count);
        return Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning)));
    }

    private void Work()
    {
        for (int index = Interlocked.Increment(ref _started) - 1; index < count; index = Interlocked.Increment(ref _started) - 1)
        {
            SoakResult result = new SoakWorld(first + (ulong)index, null, sabotage).Run();
            if (result.Violation?.Invariant == SoakInvariant.Allocation)
            {
                // A collection that another thread begins can disturb this thread's count of bytes: what was allocated is allocated again.
                result = new SoakWorld(result.Seed, null, sabotage).Run();
            }

            if (result.Violation != null)
            {
                lock (_failures)
                {
                    _failures.Add(result);
                }
            }

            Interlocked.Add(ref _frames, result.Frames);
            Interlocked.Add(ref _virtualMs, result.Time);
            Interlocked.Increment(ref _finished);
        }
    }
}
