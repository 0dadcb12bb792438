// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Economy;

/// <summary>
/// How many IL instructions a step of a scenario may take, as the mean of its repetitions: <c>dotnet run --project tests/Meter -- --top 0</c>
/// prints what it takes. A number goes down with the code, never up.
/// </summary>
internal static class Budgets
{
    // What is aimed at: full segments 900 besides the checksum, ACK received 600 and sent 500, idle poll and frame for someone else 60,
    // HTTP GET 12 000, checksum 2.2 a byte.
    public static readonly Budget[] All =
    [
        new("receive", "full segment received and delivered", core: 762, w5500: 1021, enc28j60: 1255, besidesChecksum: true),
        new("receive", "full segment received and delivered, ACK sent", core: 1351, w5500: 1946, enc28j60: 2106, besidesChecksum: true),
        new("send", "full segment sent", core: 882, w5500: 1123, enc28j60: 1184, besidesChecksum: true),
        new("send", "pure ACK received", core: 690, w5500: 998, enc28j60: 1109),
        new("ack", "pure ACK sent", core: 869, w5500: 1204, enc28j60: 1215),
        new("http", "whole HTTP GET of the sensors", core: 16_084, w5500: 18_384, enc28j60: 19_306),
        new("idle", "idle poll", core: 30, w5500: 48, enc28j60: 51),
        new("foreign", "frame for another MAC address", core: 115, w5500: 42, enc28j60: 119),
        new("foreign", "multicast frame", core: 110, w5500: 42, enc28j60: 54),
        new("foreign", "broadcast IPv4 frame", core: 110, w5500: 415, enc28j60: 126),
        new("foreign", "ARP request for another address", core: 421, w5500: 726, enc28j60: 734),
        new("refuse", "SYN to a closed port, RST sent", core: 1067, w5500: 1617, enc28j60: 1804),
        new("arp", "ARP request answered", core: 683, w5500: 1249, enc28j60: 1420),
        new("checksum", "checksum of 1460 bytes", core: 3107),
    ];
}
