// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.CommandLine.Parsing;
using NanoTcp.Measure.Throughput;
using NanoTcp.Metering;
using NanoTcp.Metering.Instrumentation;
using NanoTcp.Simulation.Boards;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>throughput</c>: how fast the boards are, in virtual time.</summary>
internal static class ThroughputCommand
{
    private const int DefaultSize = 1024 * 1024;
    private const int MinSize = 1460;
    private const int MaxSize = 1024 * 1024 * 1024;
    private const int MaxCost = 100_000;
    private const int MaxBuffers = 65535;

    // From the cost of the ESP32 alone to the cost with a slow interpreter.
    private static readonly int[] s_defaultCosts = [10, 30, 60, 120];

    // The platform has the interpreter's share in IL.
    private static readonly int[] s_platformCosts = [10];

    private static readonly double[] s_defaultPrices = [0.5, 1, 2];

    public static Command Create()
    {
        Option<string> board = CommandOptions.Word("--board", BoardChoice.AllBoards, [BoardChoice.AllBoards, .. BoardCatalog.Ids], "ID", "The board");
        Option<int> size = CommandOptions.Number("--size", DefaultSize, MinSize, MaxSize, "Bytes of payload each way");
        Option<int[]> costs = new("--transaction-cost")
        {
            Description = $"Cost of an SPI transaction besides its bytes, in microseconds; several values give a line each [default: {string.Join(' ', s_defaultCosts)}, "
                + $"and {string.Join(' ', s_platformCosts)} with a platform]",
            HelpName = "US",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = ParseCosts,
        };
        Option<bool> fullDuplex = new("--full-duplex") { Description = "Set an ENC28J60 and its switch port to full duplex (a W5500 negotiates it)" };
        Option<int> buffers = CommandOptions.Number(
            "--buffers", BoardChoice.OwnBuffers, BoardChoice.OwnBuffers, MaxBuffers, $"Bytes of the board's send and receive buffer; {BoardChoice.OwnBuffers}: the board's own sizes");
        Option<bool> trustEthernet = new("--trust-ethernet") { Description = "The board takes the text of expected segments without its checksum" };
        PlatformArguments platform = new(s_defaultPrices, takesSeveral: true);
        Option<bool> blocking = new("--blocking") { Description = "With a platform: block after each poll until INT falls, as the firmware did before it polled in traffic" };
        Command command = new("throughput", "Measure bulk TCP between boards and a fast host in virtual time")
        {
            board, size, costs, fullDuplex, buffers, trustEthernet, platform.Name, platform.Tick, platform.Prices, blocking,
        };
        command.SetAction(parsed => platform.Problem(parsed, blocking), Run);
        return command;

        int Run(ParseResult parsed)
        {
            BoardChoice choice = new(parsed.GetRequiredValue(board), parsed.GetValue(fullDuplex), parsed.GetValue(buffers), parsed.GetValue(trustEthernet));
            if (parsed.GetValue(platform.Name) == PlatformArguments.None)
            {
                ThroughputReport.Show(AnsiConsole.Console, choice.Make(), parsed.GetValue(size), parsed.IsGiven(costs) ? parsed.GetRequiredValue(costs) : s_defaultCosts);
                return 0;
            }

            PricedContext context = new(DeviceBuild.Firmware, typeof(PlatformReport).Assembly.GetName().Name!);
            context.Call(
                typeof(PlatformReport),
                nameof(PlatformReport.Show),
                AnsiConsole.Console,
                choice.Id,
                choice.FullDuplex,
                choice.Buffers,
                choice.TrustsEthernet,
                parsed.GetValue(size),
                parsed.IsGiven(costs) ? parsed.GetRequiredValue(costs) : s_platformCosts,
                parsed.GetRequiredValue(platform.Prices),
                platform.TickMilliseconds(parsed),
                parsed.GetValue(blocking));
            return 0;
        }
    }

    private static int[] ParseCosts(ArgumentResult result)
    {
        List<int> costs = [];
        foreach (Token token in result.Tokens)
        {
            if (CommandOptions.TryNumber(token.Value, 0, MaxCost, out int cost))
            {
                costs.Add(cost);
            }
            else
            {
                result.AddError($"--transaction-cost takes numbers from 0 to {MaxCost}, not {Told.Quoted(token.Value)}.");
            }
        }

        return [.. costs];
    }
}
