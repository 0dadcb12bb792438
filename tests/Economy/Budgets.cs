// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Economy;

/// <summary>
/// The IL instructions that a step of a scenario may take, as the mean of its repetitions. <c>dotnet run --project tests/Meter -- --top 0</c> prints
/// the actual numbers. A number falls with the code. It rises only when another one falls for it: header prediction made frames of other flows more
/// expensive, and the early look at broadcasts those of ARP.
/// </summary>
internal static class Budgets
{
    // The aims are 900 for full segments besides the checksum, 600 for a received ACK and 500 for a sent one. An idle poll may take 60, and a
    // frame for someone else, or for many of whom this host is none, 120. An HTTP GET may take 12 000, and the checksum 2.2 a byte. A datagram of
    // 512 bytes may take 500, without a controller and a checksum.
    public static readonly Budget[] All =
    [
        new("receive", "full segment received and delivered", core: 527, w5500: 713, enc28j60: 776, besidesChecksum: true),
        new("receive", "full segment received and delivered, ACK sent", core: 755, w5500: 1199, enc28j60: 1203, besidesChecksum: true),
        new("send", "full segment sent", core: 698, w5500: 883, enc28j60: 882, besidesChecksum: true),
        new("send", "pure ACK received", core: 371, w5500: 597, enc28j60: 606),
        new("ack", "pure ACK sent", core: 447, w5500: 654, enc28j60: 648),
        new("http", "whole HTTP GET of the sensors", core: 10_259, w5500: 11_998, enc28j60: 12_305),
        new("http", "the same, with a new head", core: 15_572, w5500: 17_333, enc28j60: 17_657),
        new("idle", "idle poll", core: 31, w5500: 40, enc28j60: 42),
        new("foreign", "frame for another MAC address", core: 91, w5500: 35, enc28j60: 95),
        new("foreign", "multicast frame", core: 96, w5500: 35, enc28j60: 49),
        new("foreign", "broadcast IPv4 frame", core: 118, w5500: 341, enc28j60: 104),
        new("foreign", "ARP request for another address", core: 422, w5500: 644, enc28j60: 604),
        new("refuse", "SYN to a closed port, RST sent", core: 894, w5500: 1286, enc28j60: 1308),
        new("arp", "ARP request answered", core: 676, w5500: 1074, enc28j60: 1095),
        new("udp-receive", "datagram without a checksum received and delivered", core: 479, w5500: 686, enc28j60: 976),
        new("udp-receive", "datagram received and delivered", core: 510, w5500: 717, enc28j60: 1021, besidesChecksum: true),
        new("udp-send", "datagram without a checksum sent", core: 399, w5500: 635, enc28j60: 679),
        new("udp-send", "datagram sent", core: 463, w5500: 699, enc28j60: 743, besidesChecksum: true),
        new("checksum", "checksum of 1460 bytes", core: 2022),
    ];
}
