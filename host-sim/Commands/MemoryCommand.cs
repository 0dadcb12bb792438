// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.CommandLine.Parsing;
using NanoTcp.Boards;
using NanoTcp.Measure.Memory;
using NanoTcp.Simulation.Boards;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>memory</c>: the bytes that a configuration takes on the device, and those of the code.</summary>
internal static class MemoryCommand
{
    private const string NoBoard = "none";
    private const int MaxEntries = 65535;
    private const int MaxBuffer = 65535;
    private const int MaxMebibytes = 512;

    // In the order of MemoryService.
    private static readonly string[] s_services = ["udp", "interface", "dhcp", "autoip", "resolver", "mdns", "sntp"];

    // In the order of MemoryApplication.
    private static readonly string[] s_applications = ["none", "http", "sensor"];

    public static Command Create()
    {
        Option<string> board = CommandOptions.Word(
            "--board", NoBoard, [NoBoard, .. BoardCatalog.Ids], "ID",
            $"The board whose driver is counted and whose sizes are used where none is given: {NoBoard} or one of {string.Join(", ", BoardCatalog.Ids)}");
        Option<string> application = CommandOptions.Word(
            "--application", "none", s_applications, string.Join('|', s_applications), "The application on the stack: none, the HTTP server, or the sensor node with it");
        Option<MemoryService[]> services = new("--services")
        {
            Description = $"Services beside TCP, with commas between them: all, or some of {string.Join(", ", s_services)}. The sensor node has interface and mdns in any case",
            HelpName = "LIST",
            DefaultValueFactory = _ => [],
            CustomParser = ParseServices,
        };
        MemoryConfiguration initial = new(null, MemoryApplication.None);
        Option<int> connections = CommandOptions.Number("--connections", initial.Connections, 1, MaxEntries, "Connections at a time");
        Option<int> listeners = CommandOptions.Number("--listeners", initial.Listeners, 1, MaxEntries, "Ports bound at a time");
        Option<int> backlog = CommandOptions.Number("--backlog", initial.Backlog, 1, MaxEntries, "The largest backlog of a port");
        Option<int> receiveBuffer = CommandOptions.Number("--receive-buffer", initial.ReceiveBuffer, 1, MaxBuffer, "Bytes of a connection's receive buffer");
        Option<int> sendBuffer = CommandOptions.Number("--send-buffer", initial.SendBuffer, 1, MaxBuffer, "Bytes of a connection's send buffer");
        Option<int> halfOpen = CommandOptions.Number("--half-open", initial.HalfOpenEntries, 1, MaxEntries, "Half-open connections at a time");
        Option<int> finWait2 = CommandOptions.Number("--fin-wait-2", initial.FinWait2Entries, 1, MaxEntries, "Closed connections remembered in FIN-WAIT-2");
        Option<int> timeWait = CommandOptions.Number("--time-wait", initial.TimeWaitEntries, 1, MaxEntries, "Connections remembered in TIME-WAIT");
        Option<int> arp = CommandOptions.Number("--arp", initial.ArpEntries, 1, MaxEntries, "Neighbours in the ARP table");
        Option<int> arpQueue = CommandOptions.Number("--arp-queue", initial.ArpQueueFrames, 0, MaxEntries, "Frames that can wait for a MAC address");
        Option<int> peers = CommandOptions.Number("--peers", initial.Peers, 1, MaxEntries, "Other hosts in contact at a time");
        Option<bool> code = new("--code") { Description = "Print the size of the code in the device's flash instead" };

        Command command = new("memory", "Count the bytes that a configuration takes on the device, by part")
        {
            board, application, services, connections, listeners, backlog, receiveBuffer, sendBuffer, halfOpen, finWait2, timeWait, arp, arpQueue, peers, code,
        };
        command.SetAction(Problem, Run);
        return command;

        string? Problem(ParseResult parsed)
        {
            MemoryConfiguration asked = Configuration(parsed);
            return parsed.GetValue(code) && command.Options.Any(option => option != code && parsed.IsGiven(option))
                ? "--code has no meaning together with other options."
                : CommandOptions.BufferProblem(asked.Connections, asked.ReceiveBuffer, asked.SendBuffer, MaxMebibytes);
        }

        int Run(ParseResult parsed)
        {
            if (parsed.GetValue(code))
            {
                CodeReport.Show(AnsiConsole.Console, CodeBuild.Find(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)));
            }
            else
            {
                MemoryReport.Show(AnsiConsole.Console, Configuration(parsed));
            }

            return 0;
        }

        MemoryConfiguration Configuration(ParseResult parsed)
        {
            MemoryApplication top = (MemoryApplication)Array.IndexOf(s_applications, parsed.GetRequiredValue(application));
            MemoryConfiguration own = BoardCatalog.Find(parsed.GetRequiredValue(board)) is Board known ? MemoryConfiguration.Of(known, top) : initial with { Application = top };
            return own with
            {
                Services = parsed.GetRequiredValue(services),
                Connections = Given(parsed, connections, own.Connections),
                Listeners = Given(parsed, listeners, own.Listeners),
                Backlog = Given(parsed, backlog, own.Backlog),
                ReceiveBuffer = Given(parsed, receiveBuffer, own.ReceiveBuffer),
                SendBuffer = Given(parsed, sendBuffer, own.SendBuffer),
                HalfOpenEntries = Given(parsed, halfOpen, own.HalfOpenEntries),
                FinWait2Entries = Given(parsed, finWait2, own.FinWait2Entries),
                TimeWaitEntries = Given(parsed, timeWait, own.TimeWaitEntries),
                ArpEntries = Given(parsed, arp, own.ArpEntries),
                ArpQueueFrames = Given(parsed, arpQueue, own.ArpQueueFrames),
                Peers = Given(parsed, peers, own.Peers),
            };
        }
    }

    private static MemoryService[] ParseServices(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text == "all")
        {
            return Enum.GetValues<MemoryService>();
        }

        string[] words = text.Split(',');
        if (words.FirstOrDefault(word => !s_services.Contains(word)) is string unknown)
        {
            result.AddError($"--services takes all, or some of {string.Join(", ", s_services)}, not {Told.Quoted(unknown)}.");
            return [];
        }

        return [.. words.Select(word => (MemoryService)Array.IndexOf(s_services, word)).Distinct()];
    }

    private static int Given(ParseResult parsed, Option<int> option, int own)
    {
        return parsed.IsGiven(option) ? parsed.GetValue(option) : own;
    }
}
