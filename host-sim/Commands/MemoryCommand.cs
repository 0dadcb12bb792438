// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Boards;
using NanoTcp.HostSim.Memory;
using NanoTcp.HostSim.Run;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>memory</c>: the bytes that a configuration takes on the device, and those of the code.</summary>
internal static class MemoryCommand
{
    private const string NoBoard = "none";
    private const int MaxEntries = 65535;
    private const int MaxBuffer = 65535;

    public static Command Create()
    {
        Option<string> board = new("--board")
        {
            Description = $"The board whose driver is counted and whose sizes are used where none is given: {NoBoard} or one of {string.Join(", ", BoardCatalog.CreateAll().Select(known => known.Id))}",
            HelpName = "ID",
            DefaultValueFactory = _ => NoBoard,
        };
        board.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is string id && id != NoBoard && BoardCatalog.Find(id) == null)
            {
                result.AddError($"There is no board '{id}', only {string.Join(", ", BoardCatalog.CreateAll().Select(known => known.Id))}.");
            }
        });
        Option<MemoryApplication> application = new("--application") { Description = "What runs on top: nothing, the HTTP server, or the sensor node with it", HelpName = "none|http|sensor" };
        MemoryConfiguration initial = new(null, MemoryApplication.None);
        Option<int> connections = CommandOptions.Number("--connections", initial.Connections, 1, MaxEntries, "Connections at a time");
        Option<int> listeners = CommandOptions.Number("--listeners", initial.Listeners, 1, MaxEntries, "Ports bound at a time");
        Option<int> backlog = CommandOptions.Number("--backlog", initial.Backlog, 1, MaxEntries, "The largest backlog of a port");
        Option<int> receiveBuffer = CommandOptions.Number("--receive-buffer", initial.ReceiveBuffer, 1, MaxBuffer, "Bytes of a connection's receive buffer");
        Option<int> sendBuffer = CommandOptions.Number("--send-buffer", initial.SendBuffer, 1, MaxBuffer, "Bytes of a connection's send buffer");
        Option<int> halfOpen = CommandOptions.Number("--half-open", initial.HalfOpenEntries, 1, MaxEntries, "Handshakes begun by others that are under way at a time");
        Option<int> timeWait = CommandOptions.Number("--time-wait", initial.TimeWaitEntries, 1, MaxEntries, "Connections remembered in TIME-WAIT");
        Option<int> arp = CommandOptions.Number("--arp", initial.ArpEntries, 1, MaxEntries, "Addresses on the link that are remembered");
        Option<int> arpQueue = CommandOptions.Number("--arp-queue", initial.ArpQueueFrames, 0, MaxEntries, "Frames that wait for an address");
        Option<int> peers = CommandOptions.Number("--peers", initial.Peers, 1, MaxEntries, "Other hosts in contact at a time");
        Option<bool> code = new("--code") { Description = "Print instead what the code takes of the device's flash" };

        Command command = new("memory", "Count the bytes that a configuration takes on the device, by part")
        {
            board, application, connections, listeners, backlog, receiveBuffer, sendBuffer, halfOpen, timeWait, arp, arpQueue, peers, code,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(code))
            {
                CodeReport.Show(AnsiConsole.Console);
                return;
            }

            MemoryApplication top = parsed.GetValue(application);
            MemoryConfiguration own = BoardCatalog.Find(parsed.GetValue(board)!) is Board known ? MemoryConfiguration.Of(known, top) : initial with { Application = top };
            MemoryReport.Show(AnsiConsole.Console, own with
            {
                Connections = Given(parsed, connections, own.Connections),
                Listeners = Given(parsed, listeners, own.Listeners),
                Backlog = Given(parsed, backlog, own.Backlog),
                ReceiveBuffer = Given(parsed, receiveBuffer, own.ReceiveBuffer),
                SendBuffer = Given(parsed, sendBuffer, own.SendBuffer),
                HalfOpenEntries = Given(parsed, halfOpen, own.HalfOpenEntries),
                TimeWaitEntries = Given(parsed, timeWait, own.TimeWaitEntries),
                ArpEntries = Given(parsed, arp, own.ArpEntries),
                ArpQueueFrames = Given(parsed, arpQueue, own.ArpQueueFrames),
                Peers = Given(parsed, peers, own.Peers),
            });
        });
        return command;
    }

    private static int Given(ParseResult parsed, Option<int> option, int own)
    {
        return parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : own;
    }
}
