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
        new("receive", "full segment received and delivered", core: 616, w5500: 897, enc28j60: 1130, besidesChecksum: true),
        new("receive", "full segment received and delivered, ACK sent", core: 1028, w5500: 1621, enc28j60: 1782, besidesChecksum: true),
        new("send", "full segment sent", core: 783, w5500: 1024, enc28j60: 1085, besidesChecksum: true),
        new("send", "pure ACK received", core: 535, w5500: 843, enc28j60: 954),
        new("ack", "pure ACK sent", core: 640, w5500: 975, enc28j60: 986),
        new("http", "whole HTTP GET of the sensors", core: 11_972, w5500: 14_272, enc28j60: 15_195),
        new("idle", "idle poll", core: 30, w5500: 48, enc28j60: 51),
        new("foreign", "frame for another MAC address", core: 129, w5500: 42, enc28j60: 121),
        new("foreign", "multicast frame", core: 124, w5500: 42, enc28j60: 54),
        new("foreign", "broadcast IPv4 frame", core: 124, w5500: 429, enc28j60: 128),
        new("foreign", "ARP request for another address", core: 435, w5500: 740, enc28j60: 748),
        new("refuse", "SYN to a closed port, RST sent", core: 1033, w5500: 1583, enc28j60: 1770),
        new("arp", "ARP request answered", core: 697, w5500: 1263, enc28j60: 1434),
        new("checksum", "checksum of 1460 bytes", core: 3107),
    ];
}
