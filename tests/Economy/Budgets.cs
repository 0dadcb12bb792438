// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Economy;

/// <summary>
/// The IL instructions that a step of a scenario may take, as the mean of its repetitions. <c>dotnet run --project tests/Meter -- --top 0</c> prints
/// the actual numbers. A number falls with the code. It rises only when another one falls for it: header prediction made frames of other flows more
/// expensive, and the early look at broadcasts those of ARP. The platform's part is included since the meter knows it: SPI, and each edge of INT.
/// While frames come and go each poll asks the ENC28J60, which costs a poll without frames 31 and spares each frame some 400.
/// </summary>
internal static class Budgets
{
    // The aims are 900 for full segments besides the checksum, 600 for a received ACK and 500 for a sent one. An idle poll may take 60, and a
    // frame for someone else, or for many of whom this host is none, 120. An HTTP GET may take 12 000, and a full segment's checksum 2.2 a byte. A datagram of
    // 512 bytes may take 500, without a controller and a checksum.
    public static readonly Budget[] All =
    [
        new("receive", "full segment received and delivered", core: 516, w5500: 676, enc28j60: 810, garbage: (144, 144), besidesChecksum: true),
        new("receive", "full segment received and delivered, ACK sent", core: 744, w5500: 1138, enc28j60: 1221, garbage: (288, 288), besidesChecksum: true),
        new("send", "full segment sent", core: 698, w5500: 863, enc28j60: 862, garbage: (144, 144), besidesChecksum: true),
        new("send", "pure ACK received", core: 360, w5500: 560, enc28j60: 591, garbage: (144, 144)),
        new("ack", "pure ACK sent", core: 447, w5500: 697, enc28j60: 669, garbage: (144, 144)),
        new("http", "whole HTTP GET of the sensors", core: 10_160, w5500: 11_712, enc28j60: 12_069, garbage: (1152, 1296)),
        new("http", "the same, with a new head", core: 15_482, w5500: 17_057, enc28j60: 17_437, garbage: (1152, 1296)),
        new("idle", "idle poll", core: 31, w5500: 40, enc28j60: 46, garbage: (0, 1)),
        new("idle", "poll in traffic that finds nothing", core: 31, w5500: 109, enc28j60: 72),
        new("foreign", "frame for another MAC address", core: 92, w5500: 106, enc28j60: 113, garbage: (0, 36)),
        new("foreign", "multicast frame", core: 97, w5500: 106, enc28j60: 85),
        new("foreign", "broadcast IPv4 frame", core: 119, w5500: 310, enc28j60: 123, garbage: (144, 36)),
        new("foreign", "ARP request for another address", core: 404, w5500: 588, enc28j60: 572, garbage: (144, 144)),
        new("refuse", "SYN to a closed port, RST sent", core: 880, w5500: 1222, enc28j60: 1281, garbage: (288, 288)),
        new("arp", "ARP request answered", core: 645, w5500: 975, enc28j60: 1033, garbage: (288, 288)),
        new("udp-receive", "datagram without a checksum received and delivered", core: 480, w5500: 671, enc28j60: 927, garbage: (144, 288)),
        new("udp-receive", "datagram received and delivered", core: 511, w5500: 702, enc28j60: 977, garbage: (144, 288), besidesChecksum: true),
        new("udp-send", "datagram without a checksum sent", core: 399, w5500: 619, enc28j60: 663, garbage: (144, 144)),
        new("udp-send", "datagram sent", core: 463, w5500: 683, enc28j60: 727, garbage: (144, 144), besidesChecksum: true),
        new("wake", "full segment wakes the board", core: 0, w5500: 1338, enc28j60: 1728, garbage: (480, 576), besidesChecksum: true),
        new("wake", "wait that yields", core: 0, w5500: 60, enc28j60: 60),
        new("wake", "end of traffic", core: 0, w5500: 447, enc28j60: 555, garbage: (0, 48)),
        new("firmware", "turn of the loop that answers an ARP request", core: 0, w5500: 1573, enc28j60: 1560, garbage: (288, 288)),
        new("firmware", "turn of the loop that finds nothing", core: 0, w5500: 482, enc28j60: 442),
        new("firmware", "the same, after a step of the clock", core: 0, w5500: 693, enc28j60: 812),
        new("checksum", "checksum of 20 bytes", core: 77),
        new("checksum", "checksum of 512 bytes", core: 581),
        new("checksum", "checksum of 1460 bytes", core: 1608),
        new("receive-unverified", "full segment received without its sum", core: 504, w5500: 664, enc28j60: 798, garbage: (144, 144)),
        new("receive-unverified", "full segment received without its sum, ACK sent", core: 732, w5500: 1126, enc28j60: 1209, garbage: (288, 288)),
    ];
}
