// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;

namespace NanoTcp.Measure.Throughput;

/// <summary>The upper limit of every driver: Mbit/s of payload when only the bytes of full frames take time.</summary>
internal static class PhysicalLimit
{
    private const double Payload = 1460;
    private const double Frame = 1514;

    // Preamble, check sequence and gap included.
    private const double FrameOnWire = 1538;

    private const double SlowWire = 10;
    private const double FastWire = 100;
    private const double Mega = 1_000_000;

    /// <summary>Every byte of a frame goes over the SPI bus once.</summary>
    public static double OfBus(Board board)
    {
        return board.Wiring.ClockHz / Mega * Payload / Frame;
    }

    /// <summary>In half duplex the acknowledgments take a part of it.</summary>
    public static double OfWire(Board board)
    {
        return (board.Controller == EthernetController.W5500 ? FastWire : SlowWire) * Payload / FrameOnWire;
    }
}
