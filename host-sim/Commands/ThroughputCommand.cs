// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.CommandLine.Parsing;
using NanoTcp.Boards;
using NanoTcp.Measure.Throughput;
using NanoTcp.Simulation.Boards;
using NanoTcp.Tcp;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>throughput</c>: how fast the boards are, in virtual time.</summary>
internal static class ThroughputCommand
{
    private const string AllBoards = "all";
    private const int DefaultSize = 1024 * 1024;
    private const int MinSize = 1460;
    private const int MaxSize = 1024 * 1024 * 1024;
    private const int MaxCost = 100_000;
    private const int OwnBuffers = 0;
    private const int MaxBuffers = 65535;

    // From the cost of the ESP32 alone to the cost with a slow interpreter.
    private static readonly int[] s_defaultCosts = [10, 30, 60, 120];

    public static Command Create()
    {
        Option<string> board = CommandOptions.Word("--board", AllBoards, [AllBoards, .. BoardCatalog.Ids], "ID", "The board");
        Option<int> size = CommandOptions.Number("--size", DefaultSize, MinSize, MaxSize, "Bytes of payload each way");
        Option<int[]> costs = new("--transaction-cost")
        {
            Description = "Cost of an SPI transaction besides its bytes, in microseconds; several values give a line each",
            HelpName = "US",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => s_defaultCosts,
            CustomParser = ParseCosts,
        };
        Option<bool> fullDuplex = new("--full-duplex") { Description = "Set an ENC28J60 and its switch port to full duplex (a W5500 negotiates it)" };
        Option<int> buffers = CommandOptions.Number("--buffers", OwnBuffers, OwnBuffers, MaxBuffers, "Bytes of the board's send and receive buffer; 0: the board's own sizes");
        Command command = new("throughput", "Measure bulk TCP between boards and a fast host in virtual time") { board, size, costs, fullDuplex, buffers };
        command.SetAction(parsed =>
        {
            string id = parsed.GetRequiredValue(board);
            Board[] boards = Array.FindAll(BoardCatalog.CreateAll(), known => id == AllBoards || known.Id == id);
            foreach (Board one in boards)
            {
                one.Wiring.FullDuplex |= parsed.GetValue(fullDuplex);
                SetBuffers(one.TcpOptions, parsed.GetValue(buffers));
            }

            ThroughputReport.Show(AnsiConsole.Console, boards, parsed.GetValue(size), parsed.GetRequiredValue(costs));
        });
        return command;
    }

    private static void SetBuffers(TcpOptions options, int bytes)
    {
        if (bytes != OwnBuffers)
        {
            options.SendBuffer = bytes;
            options.ReceiveBuffer = bytes;
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
