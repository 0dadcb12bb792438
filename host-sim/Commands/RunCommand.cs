// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.Net.NetworkInformation;
using NanoTcp.Boards;
using NanoTcp.Hardware.Platform;
using NanoTcp.Host;
using NanoTcp.HostSim.Run;
using NanoTcp.Metering.Instrumentation;
using NanoTcp.Simulation;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command without a name: boots a simulated board and serves its sensors.</summary>
internal static class RunCommand
{
    private const int MaxDelay = 60_000;

    private static readonly IPv4Prefix s_defaultAddress = new(IPv4Address.From(192, 168, 7, 2), 24);

    /// <param name="runOnPlatform">Runs a command line once more, in a world in which the firmware's IL counts.</param>
    public static RootCommand Create(Func<string[], int> runOnPlatform)
    {
        Option<string> board = CommandOptions.Word("--board", BoardCatalog.DefaultId, BoardCatalog.Ids, "ID", "The board: " + string.Join(", ", BoardCatalog.Ids));
        ControllerOptions controller = new();
        GatewayOptions toBoard = new();
        ServiceOptions services = new();
        Option<IPv4Prefix> ip = CommandOptions.Prefix("--ip", "The board's address; the prefix length is 24 if not given");
        ip.DefaultValueFactory = _ => s_defaultAddress;
        Option<uint?> gateway = CommandOptions.Address("--gw", "The board's gateway to other networks");
        Option<string?> app = CommandOptions.File("--app", "Run a program on the board in place of its sensors: an assembly compiled against NanoTcp.Sockets");
        Option<bool> dhcp = new("--dhcp") { Description = "Let the board ask for its address by DHCP: the simulated gateway's server, or whoever serves on the interface of --tap" };
        Option<PhysicalAddress?> mac = CommandOptions.Mac("--mac", "The board's MAC address");
        Option<bool> trace = new("--trace") { Description = "Print every segment as one line of a ladder between the two ends" };
        Option<string?> pcap = CommandOptions.File("--pcap", "Write all frames to a file for Wireshark; an existing file is replaced");
        Option<string?> tap = CommandOptions.Interface(
            "--tap", "Put the board on a TAP interface instead of behind a URL on 127.0.0.1 (Linux); an interface that does not exist is made, and removed at the end");
        Option<double> loss = CommandOptions.Percent("--loss", "Percentage of frames that get lost");
        Option<double> duplicate = CommandOptions.Percent("--duplicate", "Percentage of frames that arrive twice");
        Option<double> reorder = CommandOptions.Percent("--reorder", "Percentage of frames that later ones overtake");
        Option<double> corrupt = CommandOptions.Percent("--corrupt", "Percentage of frames in which a bit is flipped");
        Option<int> delay = CommandOptions.Number("--delay", 0, 0, MaxDelay, "Delay of every frame in milliseconds");
        Option<int> jitter = CommandOptions.Number("--jitter", 0, 0, MaxDelay, "Largest additional delay of a frame in milliseconds");
        PlatformArguments platform = new([1], takesSeveral: false);
        Option<int> seed = CommandOptions.Number("--seed", 1, 0, int.MaxValue, "Decides which frames suffer; the same number gives the same faults");

        RootCommand command = new("Boot a simulated board and serve its sensors over real TCP")
        {
            app, board, controller.Errata, controller.Faults,
            toBoard.Port, toBoard.Forwards, toBoard.Reach, services.Echo, services.Hosts, services.AnyOrigin,
            dhcp, ip, gateway, services.Name, mac, trace, pcap, tap, loss, duplicate, reorder, corrupt, delay, jitter, seed,
            platform.Name, platform.Tick, platform.Prices,
        };
        command.SetAction(Problem, Run);
        return command;

        Board BoardOf(ParseResult parsed) => BoardCatalog.Find(parsed.GetRequiredValue(board))!;

        string? Problem(ParseResult parsed) => controller.Problem(parsed, BoardOf(parsed).Controller)
            ?? (parsed.GetValue(dhcp) && new Option[] { ip, gateway }.FirstOrDefault(parsed.IsGiven) is Option own ? $"{own.Name} has no meaning with --dhcp: the server says what the board gets." : null)
            ?? CommandOptions.NeighbourProblem(parsed, gateway, ip)
            ?? toBoard.Problem(parsed, hasTap: parsed.GetValue(tap) != null)
            ?? platform.Problem(parsed)
            ?? (parsed.GetValue(app) != null && new Option[] { services.Echo, services.Hosts, services.AnyOrigin }.FirstOrDefault(parsed.IsGiven) is Option service
                ? $"{service.Name} has no meaning with --app: it is an option of the firmware that serves the sensors."
                : null)
            ?? (parsed.GetValue(app) != null && HasPlatform(parsed) ? "--app does not go with --platform: the program is compiled for the desktop." : null)
            ?? (parsed.GetValue(tap) != null && HasPlatform(parsed) ? "--tap does not go with --platform: the interface needs the desktop's build of the stack." : null);

        bool HasPlatform(ParseResult parsed) => parsed.GetValue(platform.Name) != PlatformArguments.None;

        int Run(ParseResult parsed)
        {
            if (HasPlatform(parsed) && !PricedContext.Has(typeof(RunCommand)))
            {
                return runOnPlatform([.. parsed.Tokens.Select(token => token.Value)]);
            }

            Board chosen = BoardOf(parsed);
            parsed.GetValue(mac)?.GetAddressBytes().CopyTo(chosen.MacAddress, 0);
            IPv4Prefix address = parsed.GetValue(ip);
            string name = (parsed.GetValue(services.Name) ?? HostNames.Of(chosen.MacAddress)) + ".local";
            string[] ownHosts = parsed.GetValue(dhcp) ? [name] : [name, IPv4Address.ToString(address.Address)];
            return RunProgram.Run(new RunOptions(
                new BoardSetup(chosen, parsed.GetValue(dhcp) ? null : address)
                {
                    Gateway = parsed.GetValue(gateway) ?? IPv4Address.Any,
                    Services = services.Get(parsed, parsed.GetValue(tap) == null ? null : ownHosts),
                    Errata = controller.GetErrata(parsed),
                    ControllerFaults = controller.GetFaults(parsed, chosen.Controller),
                },
                address,
                toBoard.Get(parsed),
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
                },
                HasPlatform(parsed) ? new PlatformOptions { TickMilliseconds = platform.TickMilliseconds(parsed), OpNanoseconds = platform.OpNanoseconds(parsed)[0] } : null)
            {
                AppPath = parsed.GetValue(app),
            });
        }
    }
}
