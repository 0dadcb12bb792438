// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Seeds;

/// <summary>Runs seeds on all cores.</summary>
/// <typeparam name="TResult">The result of a seed.</typeparam>
internal abstract class SeedRunner<TResult>(ulong first, int count) : ISeedProgress
{
    private readonly List<TResult> _failures = [];
    private int _started;
    private int _finished;

    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public int Finished => Volatile.Read(ref _finished);

    /// <inheritdoc/>
    public int Failed => Failures.Count;

    /// <summary>The failed seeds, in order; complete when all are finished.</summary>
    public IReadOnlyList<TResult> Failures
    {
        get
        {
            lock (_failures)
            {
                return [.. _failures.OrderBy(SeedOf)];
            }
        }
    }

    /// <inheritdoc/>
    public Task RunAsync()
    {
        int workers = Math.Min(Environment.ProcessorCount, count);
        return Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning)));
    }

    /// <summary>Whether no further seed is begun.</summary>
    protected virtual bool IsOver => false;

    /// <summary>Runs one seed. Returns whether all held.</summary>
    protected abstract bool Run(ulong seed, out TResult result);

    /// <summary>The seed of a result.</summary>
    protected abstract ulong SeedOf(TResult result);

    private void Work()
    {
        for (int index = Interlocked.Increment(ref _started) - 1; index < count && !IsOver; index = Interlocked.Increment(ref _started) - 1)
        {
            if (!Run(first + (ulong)index, out TResult result))
            {
                lock (_failures)
                {
                    _failures.Add(result);
                }
            }

            Interlocked.Increment(ref _finished);
        }
    }
}
