// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.Globalization;
using NanoTcp.Benchmarks.Parts;
using Spectre.Console;

namespace NanoTcp.Benchmarks.Scaling;

/// <summary>The command <c>scaling</c>: what a frame costs with few and with many connections.</summary>
internal static class ScalingCommand
{
    private const int MaxConnections = 1000;
    private const int BufferSize = 2048;
    private const int SmallBufferSize = 128;
    private const int TextLength = 64;
    private const int Echoes = 4000;
    private const int Repetitions = 25;
    private const double BarLength = 10;
    private const int WarmUps = 4;

    private static readonly int[] s_connections = [1, 2, 5, 10, 20, 50, 100, 200, 500, MaxConnections];

    public static Command Create()
    {
        Command command = new("scaling", "Show what a frame costs with 1 to 1 000 connections");
        command.SetAction(_ => Run());
        return command;
    }

    private static void Run()
    {
        Table table = new Table().AddColumns("connections", "one talks", "all in turn", "small buffers", "memory alone", "");

        // The first ones are for the compiler only, which works beside them, and both for one connection and for many.
        for (int i = 0; i < WarmUps; i++)
        {
            Measure(MaxConnections);
            Measure(1);
        }

        Costs[] results = [.. s_connections.Select(Measure)];
        double most = results.Max(result => result.All);
        for (int i = 0; i < results.Length; i++)
        {
            Costs costs = results[i];
            string bar = new('█', (int)Math.Round(costs.All / most * BarLength));
            table.AddRow(Number(s_connections[i]), Number(costs.One), Number(costs.All), Number(costs.Small), Number(costs.Memory), bar);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            $"ns a frame, both stacks together, {TextLength} bytes of text and their echo; the least of {Repetitions} runs of {Echoes} echoes. "
            + $"Small buffers: {SmallBufferSize} bytes in place of {BufferSize}, an echo has 3 frames then in place of 2. Memory alone: the cache lines of a frame touched, without a stack.");
    }

    private static Costs Measure(int connections)
    {
        TwoStacks stacks = new(connections, BufferSize);
        TwoStacks small = new(connections, SmallBufferSize);
        MemoryWalk walk = new(connections, BufferSize);

        // In a row they would stand at equal distances in memory, and the processor would see that coming.
        int[] order = [.. Enumerable.Range(0, connections)];
        new Random(connections).Shuffle(order);
        return new Costs(
            Least(echo => stacks.Echo(0, TextLength), () => stacks.Frames),
            Least(echo => stacks.Echo(order[echo % connections], TextLength), () => stacks.Frames),
            Least(echo => small.Echo(order[echo % connections], TextLength), () => small.Frames),
            Least(echo => walk.Echo(order[echo % connections]), null));
    }

    // A disturbance makes a run longer, never shorter. So the shortest run is the nearest to the true time.
    private static double Least(Action<int> echo, Func<long>? frames)
    {
        double least = double.MaxValue;
        for (int i = 0; i < Repetitions; i++)
        {
            long before = frames?.Invoke() ?? 0;
            long began = ThreadTime.Nanoseconds;
            for (int j = 0; j < Echoes; j++)
            {
                echo(j);
            }

            double time = ThreadTime.Nanoseconds - began;
            least = Math.Min(least, time / (frames == null ? Echoes * MemoryWalk.Frames : frames() - before));
        }

        return least;
    }

    private static string Number(double value)
    {
        return value.ToString("0", CultureInfo.InvariantCulture);
    }

    // Nanoseconds a frame.
    private sealed record Costs(double One, double All, double Small, double Memory);
}
