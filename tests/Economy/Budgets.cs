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
        new("receive", "full segment received and delivered", core: 615, w5500: 896, enc28j60: 1129, besidesChecksum: true),
        new("receive", "full segment received and delivered, ACK sent", core: 1039, w5500: 1632, enc28j60: 1792, besidesChecksum: true),
        new("send", "full segment sent", core: 796, w5500: 1037, enc28j60: 1098, besidesChecksum: true),
        new("send", "pure ACK received", core: 534, w5500: 842, enc28j60: 953),
        new("ack", "pure ACK sent", core: 689, w5500: 1023, enc28j60: 1034),
        new("http", "whole HTTP GET of the sensors", core: 15_348, w5500: 17_647, enc28j60: 18_570),
        new("idle", "idle poll", core: 30, w5500: 48, enc28j60: 51),
        new("foreign", "frame for another MAC address", core: 128, w5500: 42, enc28j60: 120),
        new("foreign", "multicast frame", core: 123, w5500: 42, enc28j60: 54),
        new("foreign", "broadcast IPv4 frame", core: 123, w5500: 428, enc28j60: 128),
        new("foreign", "ARP request for another address", core: 434, w5500: 739, enc28j60: 747),
        new("refuse", "SYN to a closed port, RST sent", core: 1134, w5500: 1684, enc28j60: 1871),
        new("arp", "ARP request answered", core: 696, w5500: 1262, enc28j60: 1433),
        new("checksum", "checksum of 1460 bytes", core: 3107),
    ];
}
