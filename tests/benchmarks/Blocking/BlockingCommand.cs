// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.Diagnostics;
using NanoTcp.Testing;
using TestedPrograms;

namespace NanoTcp.Benchmarks.Blocking;

/// <summary>What blocking calls in virtual time cost this machine: echoes of 64 bytes, with a thread at each end.</summary>
internal static class BlockingCommand
{
    private const string Server = "192.168.1.10";
    private const int Passes = 10;
    private const int RoundTrips = 10_000;

    public static Command Create()
    {
        Command command = new("blocking", "Echoes between two programs that block, in virtual time");
        command.SetAction(_ => Run(Console.Out));
        return command;
    }

    private static void Run(TextWriter output)
    {
        // The first pass compiles.
        Pass();
        TimeSpan[] times = [.. Enumerable.Range(0, Passes).Select(_ => Pass()).Order()];
        output.WriteLine($"{RoundTrips} round trips: {times[0].TotalMilliseconds:F0} to {times[^1].TotalMilliseconds:F0} ms in {Passes} passes, "
            + $"{times[Passes / 2].TotalMicroseconds / RoundTrips:F1} us each in the median");
    }

    private static TimeSpan Pass()
    {
        using TestNetwork network = new(seed: 1);
        network.AddHost(Server).Start(EchoPrograms.Serve);
        long start = Stopwatch.GetTimestamp();
        int whole = network.AddHost("192.168.1.11").Run(() => EchoPrograms.Ask(Server, RoundTrips));
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        return whole == RoundTrips ? time : throw new BenchmarkException($"Only {whole} of {RoundTrips} echoes were right.");
    }
}
