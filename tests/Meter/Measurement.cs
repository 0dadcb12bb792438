// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Metering;

namespace NanoTcp.Meter;

/// <summary>The cost of one step of a scenario, over its repetitions.</summary>
public sealed class Measurement(string scenario, string link, string step)
{
    private readonly List<long> _ops = [];

    /// <summary>The scenario's name.</summary>
    public string Scenario => scenario;

    /// <summary>core, w5500 or enc28j60.</summary>
    public string Link => link;

    /// <summary>The description of the step.</summary>
    public string Step => step;

    /// <summary>All repetitions together.</summary>
    public Profile Total { get; } = new();

    /// <summary>How often it was measured.</summary>
    public int Repetitions => _ops.Count;

    /// <summary>IL instructions of the cheapest repetition.</summary>
    public long MinOps => _ops.Min();

    /// <summary>IL instructions of the dearest repetition.</summary>
    public long MaxOps => _ops.Max();

    /// <summary>IL instructions.</summary>
    public double Ops => Mean(Total.Ops);

    /// <summary>Those without the sum over the bytes.</summary>
    public double OpsBesidesChecksum => Mean(Total.Ops - Total.ChecksumOps);

    /// <summary>A mean over the repetitions.</summary>
    public double Mean(double total)
    {
        return total / Repetitions;
    }

    internal void Add(Profile repetition)
    {
        _ops.Add(repetition.Ops);
        Total.Add(repetition);
    }
}
