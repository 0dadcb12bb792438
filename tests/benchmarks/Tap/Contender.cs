// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Globalization;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>One of the programs that are compared: how it is started, and its process while it runs.</summary>
internal sealed class Contender(string name, string program, Func<string, string, IReadOnlyList<string>> arguments, TestNetwork network)
{
    private const double TicksPerSecond = 100;

    private Process? _process;

    public string Name => name;

    public TestNetwork Network => network;

    /// <summary>Starts it from the calling thread. Returns the seconds until it was ready.</summary>
    public double Start()
    {
        network.Enter();
        ProcessStartInfo start = new(program, arguments(TestNetwork.Interface, TestNetwork.PeerAddress))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long began = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        string? ready = _process.StandardOutput.ReadLine();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (ready?.StartsWith("ready ", StringComparison.Ordinal) == true)
        {
            return seconds;
        }

        Stop();
        throw new BenchmarkException($"{name} does not start: {program} {string.Join(' ', start.ArgumentList)}");
    }

    public void Stop()
    {
        if (_process != null)
        {
            _ = Libc.Kill(_process.Id, Libc.SigTerm);
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>The processor time since its start.</summary>
    public CpuTime CpuTime()
    {
        // The second field is the program's name in brackets; the 14th and 15th are the times.
        string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process!.Id}/stat"));
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new CpuTime(Seconds(fields[11]), Seconds(fields[12]));
    }

    /// <summary>The most memory that it has had so far, in MB.</summary>
    public double PeakMegabytes()
    {
        const string field = "VmHWM:";
        string line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process!.Id}/status"))
            .Single(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.AsSpan(field.Length, line.Length - field.Length - 3), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private static double Seconds(string ticks)
    {
        return double.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond;
    }
}
