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
        new("receive", "full segment received and delivered", core: 585, w5500: 826, enc28j60: 894, besidesChecksum: true),
        new("receive", "full segment received and delivered, ACK sent", core: 908, w5500: 1443, enc28j60: 1431, besidesChecksum: true),
        new("send", "full segment sent", core: 677, w5500: 876, enc28j60: 889, besidesChecksum: true),
        new("send", "pure ACK received", core: 541, w5500: 821, enc28j60: 839),
        new("ack", "pure ACK sent", core: 500, w5500: 777, enc28j60: 760),
        new("http", "whole HTTP GET of the sensors", core: 11_862, w5500: 13_863, enc28j60: 14_324),
        new("http", "the same, with a new head", core: 12_767, w5500: 14_771, enc28j60: 15_243),
        new("idle", "idle poll", core: 30, w5500: 46, enc28j60: 48),
        new("foreign", "frame for another MAC address", core: 129, w5500: 40, enc28j60: 77),
        new("foreign", "multicast frame", core: 124, w5500: 40, enc28j60: 51),
        new("foreign", "broadcast IPv4 frame", core: 124, w5500: 396, enc28j60: 120),
        new("foreign", "ARP request for another address", core: 435, w5500: 707, enc28j60: 666),
        new("refuse", "SYN to a closed port, RST sent", core: 968, w5500: 1446, enc28j60: 1470),
        new("arp", "ARP request answered", core: 695, w5500: 1189, enc28j60: 1197),
        new("checksum", "checksum of 1460 bytes", core: 3107),
    ];
}
