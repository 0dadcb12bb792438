// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Economy;

/// <summary>
/// How many IL instructions a step of a scenario may take, as the mean of its repetitions: <c>dotnet run --project tests/Meter -- --top 0</c>
/// prints what it takes. A number goes down with the code; it goes up only as the price of another one's fall, as those of strangers did when frames
/// of the same connection began to be known at a glance.
/// </summary>
internal static class Budgets
{
    // What is aimed at: full segments 900 besides the checksum, ACK received 600 and sent 500, idle poll and frame for someone else 60,
    // HTTP GET 12 000, checksum 2.2 a byte.
    public static readonly Budget[] All =
    [
        new("receive", "full segment received and delivered", core: 513, w5500: 696, enc28j60: 760, besidesChecksum: true),
        new("receive", "full segment received and delivered, ACK sent", core: 754, w5500: 1191, enc28j60: 1195, besidesChecksum: true),
        new("send", "full segment sent", core: 676, w5500: 863, enc28j60: 863, besidesChecksum: true),
        new("send", "pure ACK received", core: 368, w5500: 588, enc28j60: 600),
        new("ack", "pure ACK sent", core: 434, w5500: 641, enc28j60: 635),
        new("http", "whole HTTP GET of the sensors", core: 10_141, w5500: 11_878, enc28j60: 12_217),
        new("http", "the same, with a new head", core: 10_988, w5500: 12_742, enc28j60: 13_092),
        new("idle", "idle poll", core: 30, w5500: 39, enc28j60: 40),
        new("foreign", "frame for another MAC address", core: 126, w5500: 35, enc28j60: 68),
        new("foreign", "multicast frame", core: 121, w5500: 35, enc28j60: 46),
        new("foreign", "broadcast IPv4 frame", core: 121, w5500: 332, enc28j60: 106),
        new("foreign", "ARP request for another address", core: 425, w5500: 636, enc28j60: 596),
        new("refuse", "SYN to a closed port, RST sent", core: 881, w5500: 1268, enc28j60: 1285),
        new("arp", "ARP request answered", core: 685, w5500: 1072, enc28j60: 1089),
        new("checksum", "checksum of 1460 bytes", core: 2022),
    ];
}
