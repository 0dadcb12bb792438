// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using Spectre.Console;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>Measures pairs of peers in turn, round by round, so that whatever else the machine does meets all of them.</summary>
internal sealed class TapComparison(IReadOnlyList<(Contender Baseline, Contender Candidate)> pairs, Interruption interruption)
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(0.5);
    private const int RoundTrips = 4000;

    private readonly Contender[] _columns = [.. pairs.SelectMany(pair => (Contender[])[pair.Baseline, pair.Candidate])];
    private readonly Dictionary<string, Row> _rows = [];

    public void Run(int rounds)
    {
        OwnThread.Run(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                for (int column = 0; column < _columns.Length; column++)
                {
                    interruption.ThrowIfRequested();
                    Measure(_columns[column], column);
                }
            }
        });
    }

    public void Print(bool markdown)
    {
        ReportTable table = new("", ["", "unit"], [.. pairs.SelectMany(pair => (string[])[pair.Baseline.Name, pair.Candidate.Name, "ratio"])]);
        foreach ((string name, Row row) in _rows)
        {
            List<string> cells = [name, row.Unit];
            for (int column = 0; column < _columns.Length; column += 2)
            {
                double first = Median(row.Values[column]);
                double second = Median(row.Values[column + 1]);
                double ratio = row.MoreIsBetter ? second / first : first / second;
                cells.AddRange(Number(first), Number(second), ratio.ToString("0.00", CultureInfo.InvariantCulture));
            }

            table.Add(cells);
        }

        table.Write(markdown);
        AnsiConsole.WriteLine("Medians. A ratio above 1: " + pairs[0].Candidate.Name + " is better.");
    }

    private void Measure(Contender peer, int column)
    {
        // Both have a processor of their own if there are two.
        Pin(0);
        double start = peer.Start();
        Pin(1);
        try
        {
            Add("start-up", "ms", column, start * 1e3, moreIsBetter: false);
            Add("memory after start-up", "MB", column, peer.PeakMegabytes(), moreIsBetter: false);

            // Events that happen only once, such as ARP, belong to no measurement.
            Load.RoundTrips(100);
            CpuTime before = peer.CpuTime();
            Add("bulk up", "Gbit/s", column, Load.BulkUp(s_time, out long bytes) / 1e9, moreIsBetter: true);
            AddCpu("up", column, peer.CpuTime() - before, bytes);
            before = peer.CpuTime();
            Add("bulk down", "Gbit/s", column, Load.BulkDown(s_time, out bytes) / 1e9, moreIsBetter: true);
            AddCpu("down", column, peer.CpuTime() - before, bytes);
            double[] times = Load.RoundTrips(RoundTrips);
            Add("round trip p50", "µs", column, times[times.Length / 2] * 1e6, moreIsBetter: false);
            Add("round trip p99", "µs", column, times[times.Length * 99 / 100] * 1e6, moreIsBetter: false);
            Add("connections, 1 at a time", "1/s", column, Load.Connections(s_time, 1), moreIsBetter: true);
            Add("connections, 16 at a time", "1/s", column, Load.Connections(s_time, 16), moreIsBetter: true);
            Add("HTTP requests, 8 at a time", "1/s", column, Load.HttpRequests(s_time, 8), moreIsBetter: true);
            Add("memory at the end", "MB", column, peer.PeakMegabytes(), moreIsBetter: false);
        }
        finally
        {
            peer.Stop();
        }
    }

    private void AddCpu(string direction, int column, CpuTime used, long bytes)
    {
        Add($"bulk {direction}, user time", "ns/B", column, used.User * 1e9 / bytes, moreIsBetter: false);
        Add($"bulk {direction}, system time", "ns/B", column, used.System * 1e9 / bytes, moreIsBetter: false);
    }

    private void Add(string name, string unit, int column, double value, bool moreIsBetter)
    {
        if (!_rows.TryGetValue(name, out Row? row))
        {
            row = new Row(unit, moreIsBetter, _columns.Length);
            _rows.Add(name, row);
        }

        row.Values[column].Add(value);
    }

    // The calling thread and the processes that it starts.
    private static unsafe void Pin(int processor)
    {
        if (Environment.ProcessorCount > 1)
        {
            ulong mask = 1UL << processor;
            _ = Libc.SetAffinity(0, sizeof(ulong), &mask);
        }
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Number(double value)
    {
        return value.ToString(value < 10 ? "0.000" : value < 1000 ? "0.0" : "0", CultureInfo.InvariantCulture);
    }

    private sealed class Row(string unit, bool moreIsBetter, int columns)
    {
        public string Unit => unit;

        public bool MoreIsBetter => moreIsBetter;

        public List<double>[] Values { get; } = [.. Enumerable.Range(0, columns).Select(_ => new List<double>())];
    }
}
