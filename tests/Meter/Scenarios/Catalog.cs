// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;

namespace NanoTcp.Meter.Scenarios;

/// <summary>
/// The scenarios, for the side of the meter that cannot see the stack. Each is a sequence: what runs between two of its elements is
/// counted under the second one's name, or not at all if that is null.
/// </summary>
internal static class Catalog
{
    /// <summary>The scenario in which only the sum of the bytes runs, and nothing else of stack and drivers.</summary>
    public const string Floor = "floor";

    private static readonly Dictionary<string, Func<Board?, IEnumerable<string?>>> s_scenarios = new()
    {
        ["receive"] = Transfer.Receive,
        ["receive-unverified"] = Transfer.ReceiveUnverified,
        ["send"] = Transfer.Send,
        ["ack"] = Transfer.Acknowledge,
        ["retransmit"] = Transfer.Retransmit,
        ["http"] = Browsing.Whole,
        ["http-steps"] = Browsing.Steps,
        ["idle"] = Encounters.Idle,
        ["foreign"] = Encounters.Foreign,
        ["refuse"] = Encounters.Refuse,
        ["arp"] = Encounters.Resolve,
        ["udp-receive"] = Datagrams.Receive,
        ["udp-send"] = Datagrams.Send,
        ["wake"] = Transfer.Wake,
        ["firmware"] = Firmware.Loop,
        ["crowd"] = Crowd.Echoes,
        ["checksum"] = Encounters.Sum,
        [Floor] = Bottom.Steps,
    };

    /// <summary>Those of stack and drivers.</summary>
    public static IEnumerable<string> Names => s_scenarios.Keys.Where(name => name != Floor);

    /// <summary>Starts a scenario on a link: core, w5500 or enc28j60.</summary>
    public static IEnumerable<string?> Run(string scenario, string link)
    {
        Board? board = link switch
        {
            "core" => null,
            "w5500" => new Esp32DevKitC(),
            "enc28j60" => new Esp32DevKitCEnc28J60(),
            _ => throw new ArgumentException($"There is no link {link}.", nameof(link)),
        };
        return s_scenarios[scenario](board);
    }
}
