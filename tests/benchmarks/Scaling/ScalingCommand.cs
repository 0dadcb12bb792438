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
    private const int TextLength = 64;
    private const int Echoes = 4000;
    private const int Repetitions = 25;
    private const double BarLength = 16;

    private static readonly int[] s_connections = [1, 2, 5, 10, 20, 50, 100, 200, 500, MaxConnections];

    public static Command Create()
    {
        Command command = new("scaling", "Show what a frame costs with 1 to 1 000 connections");
        command.SetAction(_ => Run());
        return command;
    }

    private static void Run()
    {
        Table table = new Table().AddColumns("connections", "one talks, ns/frame", "all in turn, ns/frame", "");
        List<(int Connections, double One, double All)> results = [];

        // The first one is for the compiler only.
        Measure(MaxConnections);
        foreach (int connections in s_connections)
        {
            (double one, double all) = Measure(connections);
            results.Add((connections, one, all));
        }

        double most = results.Max(result => result.All);
        foreach ((int connections, double one, double all) in results)
        {
            string bar = new('█', (int)Math.Round(all / most * BarLength));
            table.AddRow(connections.ToString(CultureInfo.InvariantCulture), Number(one), Number(all), bar);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"Both stacks together, {TextLength} bytes of text and their echo; the least of {Repetitions} runs of {Echoes} echoes.");
    }

    private static (double One, double All) Measure(int connections)
    {
        TwoStacks stacks = new(connections, BufferSize);
        return (Least(stacks, 1), Least(stacks, connections));
    }

    // Whatever disturbs makes a run longer, never shorter: the shortest is the nearest to what it takes.
    private static double Least(TwoStacks stacks, int talking)
    {
        double least = double.MaxValue;
        for (int i = 0; i < Repetitions; i++)
        {
            long frames = stacks.Frames;
            long began = ThreadTime.Nanoseconds;
            for (int echo = 0; echo < Echoes; echo++)
            {
                stacks.Echo(echo % talking, TextLength);
            }

            least = Math.Min(least, (double)(ThreadTime.Nanoseconds - began) / (stacks.Frames - frames));
        }

        return least;
    }

    private static string Number(double value)
    {
        return value.ToString("0", CultureInfo.InvariantCulture);
    }
}
