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
        new("receive", "full segment received and delivered", core: 1373, w5500: 2253, enc28j60: 2428, besidesChecksum: true),
        new("receive", "full segment received and delivered, ACK sent", core: 2027, w5500: 3233, enc28j60: 3442, besidesChecksum: true),
        new("send", "full segment sent", core: 1094, w5500: 1516, enc28j60: 1651, besidesChecksum: true),
        new("send", "pure ACK received", core: 1463, w5500: 2259, enc28j60: 2284),
        new("ack", "pure ACK sent", core: 1074, w5500: 1549, enc28j60: 1743),
        new("http", "whole HTTP GET of the sensors", core: 21_722, w5500: 27_077, enc28j60: 27_768),
        new("idle", "idle poll", core: 150, w5500: 244, enc28j60: 268),
        new("foreign", "frame for another MAC address", core: 252, w5500: 245, enc28j60: 261),
        new("foreign", "multicast frame", core: 241, w5500: 245, enc28j60: 268),
        new("foreign", "broadcast IPv4 frame", core: 241, w5500: 1029, enc28j60: 1022),
        new("foreign", "ARP request for another address", core: 506, w5500: 1294, enc28j60: 1139),
        new("refuse", "SYN to a closed port, RST sent", core: 2026, w5500: 3178, enc28j60: 3320),
        new("arp", "ARP request answered", core: 862, w5500: 2018, enc28j60: 2156),
        new("checksum", "checksum of 1460 bytes", core: 3137),
    ];
}
