// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net.NetworkInformation;
using NanoTcp.Boards;
using NanoTcp.HostSim.Capture;
using NanoTcp.HostSim.Platform;
using NanoTcp.HostSim.Run;
using NanoTcp.HostSim.Wire;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command without a name: boots a simulated board and serves its sensors.</summary>
internal static class RunCommand
{
    private const int BadInput = 2;
    private const int DefaultPort = 8080;
    private const int MaxDelay = 60_000;

    private static readonly IPv4Prefix s_defaultAddress = new(IPv4Address.From(192, 168, 7, 2), 24);

    public static RootCommand Create()
    {
        Option<string> board = new("--board")
        {
            Description = "The board: " + string.Join(", ", BoardCatalog.CreateAll().Select(known => known.Id)),
            HelpName = "ID",
            DefaultValueFactory = _ => BoardCatalog.DefaultId,
        };
        ControllerOptions controller = new();
        Option<int> port = CommandOptions.Number("--port", DefaultPort, 1, 65535, "The port of the URL on 127.0.0.1; if it is taken, the next free one");
        Option<IPv4Prefix> ip = CommandOptions.Prefix("--ip", $"The board's address; the prefix length is 24 if not given [default: {s_defaultAddress}]");
        ip.DefaultValueFactory = _ => s_defaultAddress;
        Option<string?> gateway = new("--gw") { Description = "The board's gateway to other networks", HelpName = "A.B.C.D" };
        Option<PhysicalAddress?> mac = CommandOptions.Mac("--mac", "The board's MAC address");
        Option<bool> trace = new("--trace") { Description = "Print every segment as one line of a ladder between the two ends" };
        Option<string?> pcap = new("--pcap") { Description = "Write all frames to a file that Wireshark reads", HelpName = "FILE" };
        Option<string?> tap = new("--tap")
        {
            Description = "Put the board on a TAP interface instead of behind a URL on 127.0.0.1 (Linux); a missing one is made and removed at the end",
            HelpName = "NAME",
        };
        Option<double> loss = Percent("--loss", "Percentage of frames that get lost");
        Option<double> duplicate = Percent("--duplicate", "Percentage of frames that arrive twice");
        Option<double> reorder = Percent("--reorder", "Percentage of frames that later ones overtake");
        Option<double> corrupt = Percent("--corrupt", "Percentage of frames in which a bit is flipped");
        Option<int> delay = CommandOptions.Number("--delay", 0, 0, MaxDelay, "Milliseconds that every frame takes");
        Option<int> jitter = CommandOptions.Number("--jitter", 0, 0, MaxDelay, "Milliseconds that a frame takes more, at most");
        Option<int> seed = CommandOptions.Number("--seed", 1, 0, int.MaxValue, "Decides which frames suffer: the same number, the same faults");

        RootCommand command = new("Boot a simulated board and serve its sensors over real TCP")
        {
            board, controller.Errata, controller.Faults,
            port, ip, gateway, mac, trace, pcap, tap, loss, duplicate, reorder, corrupt, delay, jitter, seed,
        };
        command.Validators.Add(result =>
        {
            string id = result.GetValue(board) ?? BoardCatalog.DefaultId;
            if (BoardCatalog.Find(id) is not Board known)
            {
                result.AddError($"There is no board '{id}': {string.Join(", ", BoardCatalog.CreateAll().Select(other => other.Id))}.");
            }
            else if (controller.Problem(result, known.Controller) is string wrong)
            {
                result.AddError(wrong);
            }

            if (result.GetValue(gateway) is string text
                && Network(result.GetResult(ip)) is IPv4Prefix network
                && !network.TryParseNeighbour(text, out _, out string problem))
            {
                result.AddError(problem);
            }

            if (result.GetValue(tap) != null && result.GetResult(port) is { Implicit: false })
            {
                result.AddError("--port has no meaning with --tap: the board then has an address of its own.");
            }
        });
        command.SetAction(parsed => Run(parsed, BoardCatalog.Find(parsed.GetValue(board)!)!));
        return command;

        int Run(ParseResult parsed, Board chosen) => RunCommand.Run(new RunOptions(
            chosen,
            controller.GetErrata(parsed),
            controller.GetFaults(parsed, chosen.Controller),
            parsed.GetValue(ip),
            GatewayAddress(parsed.GetValue(ip), parsed.GetValue(gateway)),
            parsed.GetValue(mac)?.GetAddressBytes(),
            parsed.GetValue(port),
            parsed.GetValue(tap),
            parsed.GetValue(trace),
            parsed.GetValue(pcap),
            new WireFaults
            {
                Loss = parsed.GetValue(loss),
                Duplicate = parsed.GetValue(duplicate),
                Reorder = parsed.GetValue(reorder),
                Corrupt = parsed.GetValue(corrupt),
                DelayMs = parsed.GetValue(delay),
                JitterMs = parsed.GetValue(jitter),
                Seed = (ulong)parsed.GetValue(seed),
            }));
    }

    private static int Run(RunOptions options)
    {
        try
        {
            RunProgram.Run(options);
            return 0;
        }
        catch (CaptureException e)
        {
            Console.Error.WriteLine(e.Message);
            return BadInput;
        }
    }

    // Validators run before options that are not given have their defaults, and also when an option that is given is wrong.
    private static IPv4Prefix? Network(OptionResult? ip)
    {
        return ip == null ? s_defaultAddress
            : ip.Tokens.Count == 1 && IPv4Prefix.TryParse(ip.Tokens[0].Value, out IPv4Prefix prefix, out _) ? prefix
            : null;
    }

    private static uint GatewayAddress(IPv4Prefix network, string? text)
    {
        uint address = 0;
        if (text != null)
        {
            network.TryParseNeighbour(text, out address, out _);
        }

        return address;
    }

    private static Option<double> Percent(string name, string description)
    {
        return new Option<double>(name)
        {
            Description = $"{description} [default: 0]",
            HelpName = "P",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) || percent is not (>= 0 and <= 100))
                {
                    result.AddError($"{name} takes a percentage from 0 to 100, not '{text}'.");
                }

                return percent / 100;
            },
        };
    }
}
