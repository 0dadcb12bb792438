// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.Net.NetworkInformation;
using NanoTcp.Boards;
using NanoTcp.HostSim.Peer;
using NanoTcp.Http;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>peer</c>: one stack on a TAP interface as the system under test of other programs.</summary>
internal static class PeerCommand
{
    private const string RawLink = "raw";
    private const int MaxConnections = 32768;
    private const int MaxBuffer = 16 * 1024 * 1024;
    private const int MaxMebibytes = 4096;

    private static readonly string[] s_links = [RawLink, "enc28j60", "w5500"];

    // A whole number of full segments, as some operating systems round it. Even with a few bytes unread the window is the largest without scaling.
    private const int DefaultReceiveBuffer = 45 * 1460;

    public static Command Create()
    {
        Option<string?> tap = CommandOptions.Interface("--tap", "The TAP interface: an existing one is used as it is, a missing one is made and removed at the end");
        tap.Required = true;
        Option<IPv4Prefix> ip = CommandOptions.Prefix("--ip", "The stack's address; the prefix length is 24 if not given");
        ip.Required = true;
        Option<uint?> gateway = CommandOptions.Address("--gw", "The gateway to other networks");
        Option<PhysicalAddress?> mac = CommandOptions.Mac("--mac", "The stack's MAC address; by default it is made from the interface's name and the IP address");
        Option<int> connections = CommandOptions.Number("--connections", 64, 1, MaxConnections, "Connections at a time");
        Option<int> listeners = CommandOptions.Number("--listeners", 32, 4, 65535, "Ports bound at a time");
        Option<int> backlog = CommandOptions.Number("--backlog", 128, 1, 65535, "The largest backlog of a port");
        Option<int> receiveBuffer = CommandOptions.Number("--recv-buffer", DefaultReceiveBuffer, 1, MaxBuffer, "Bytes of a connection's receive buffer; with a controller the board's size by default");
        Option<int> sendBuffer = CommandOptions.Number("--send-buffer", 65536, 1, MaxBuffer, "Bytes of a connection's send buffer; with a controller the board's size by default");
        Option<string> link = CommandOptions.Word(
            "--link", RawLink, s_links, string.Join('|', s_links), "The link of the core: the interface itself, or the driver and the model of a controller");
        ControllerOptions controller = new();
        Option<bool> serve = new("--serve") { Description = "Take no commands, but serve: TCP 7 echo, 9 discard, 19 source, 80 HTTP" };
        Option<bool?> offload = new("--offload")
        {
            Description = "Let the kernel and the stack leave checksums and the cutting of long segments to each other; by default with --serve only",
            HelpName = "true|false",
        };
        Option<bool> control = new("--ctl") { Description = "Take commands on standard input (the default)" };

        Command command = new("peer", "Run one stack on a TAP interface and take commands from standard input (Linux)")
        {
            tap, ip, gateway, mac, connections, listeners, backlog, receiveBuffer, sendBuffer, link, controller.Errata, controller.Faults, serve, control, offload,
        };
        command.SetAction(Problem, Run);
        return command;

        string? Problem(ParseResult parsed)
        {
            Board? board = BoardWith(parsed.GetRequiredValue(link));
            return parsed.GetValue(serve) && parsed.GetValue(control) ? "--serve and --ctl exclude each other."
                : board == null && controller.AreGiven(parsed) ? "--errata and --chip-faults need --link enc28j60 or w5500."
                : board != null && parsed.GetValue(offload) == true ? "--offload needs --link raw: a controller does neither."
                : CommandOptions.NeighbourProblem(parsed, gateway, ip)
                ?? (board == null ? null : controller.Problem(parsed, board.Controller))
                ?? SizeProblem(Options(parsed));
        }

        int Run(ParseResult parsed)
        {
            PeerProgram.Run(Options(parsed));
            return 0;
        }

        PeerOptions Options(ParseResult parsed)
        {
            string tapName = parsed.GetRequiredValue(tap)!;
            IPv4Prefix address = parsed.GetRequiredValue(ip);
            Board? board = BoardWith(parsed.GetRequiredValue(link));
            return new PeerOptions(
                board,
                controller.GetErrata(parsed),
                board == null ? ControllerFaults.None : controller.GetFaults(parsed, board.Controller),
                tapName,
                address,
                parsed.GetValue(gateway) ?? IPv4Address.Any,
                parsed.GetValue(mac)?.GetAddressBytes() ?? MacAddress.Derive(tapName, address.Address),
                parsed.GetValue(connections),
                parsed.GetValue(listeners),
                parsed.GetValue(backlog),
                BufferSize(parsed, receiveBuffer, board?.TcpOptions.ReceiveBuffer),
                BufferSize(parsed, sendBuffer, board?.TcpOptions.SendBuffer),
                parsed.GetValue(serve),
                board == null && (parsed.GetValue(offload) ?? parsed.GetValue(serve)));
        }
    }

    // A controller has a few kilobytes, and would lose the frames that a larger window invites.
    private static int BufferSize(ParseResult parsed, Option<int> option, int? ofBoard)
    {
        return ofBoard is int size && !parsed.IsGiven(option) ? size : parsed.GetValue(option);
    }

    // A board with the controller of --link; null without a controller.
    private static Board? BoardWith(string link)
    {
        return link switch
        {
            "w5500" => new Esp32DevKitC(),
            "enc28j60" => new Esp32DevKitCEnc28J60(),
            _ => null,
        };
    }

    // The error in the combination of values, or null.
    private static string? SizeProblem(PeerOptions options)
    {
        return CommandOptions.BufferProblem(options.Connections, options.ReceiveBuffer, options.SendBuffer, MaxMebibytes)
            ?? (options.Serve && options.SendBuffer < HttpServer.MinSendBuffer ? $"--serve needs a --send-buffer of at least {HttpServer.MinSendBuffer}." : null);
    }
}
