// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Simulation.Time;

namespace NanoTcp.Measure.Throughput;

/// <summary>Sits between a stack and its driver, and measures what the SPI bus is busy with. A batch counts as its first frame.</summary>
internal sealed class MeasuringLink(EthernetLink driver, EventClock clock, SpiCounters spi, long transactionNanoseconds) : EthernetLink(driver.MacAddress)
{
    // Acknowledgments and ARP. Only the last frame with payload of a bulk transfer may be this short.
    private const int ShortFrame = 60;

    /// <summary>For frames with payload.</summary>
    public BusTime Data { get; private set; }

    /// <summary>For acknowledgments.</summary>
    public BusTime Acknowledgments { get; private set; }

    /// <summary>The time for looks that found nothing, and for questions whether there is room.</summary>
    public BusTime Looks { get; private set; }

    public override bool IsUp => driver.IsUp;

    public override FrameBuffer? Receive()
    {
        BusTime before = Spent();
        driver.Now = Now;
        FrameBuffer? frame = driver.Receive();
        Due = driver.Due;
        Add(before, frame);
        return frame;
    }

    public override void ReceiveBroadcasts(bool wanted)
    {
        driver.ReceiveBroadcasts(wanted);
        Due = driver.Due;
    }

    public override void Join(byte[] macAddress, int offset)
    {
        driver.Join(macAddress, offset);
        Due = driver.Due;
    }

    public override void Leave(byte[] macAddress, int offset)
    {
        driver.Leave(macAddress, offset);
        Due = driver.Due;
    }

    public override bool Transmit(FrameBuffer frame)
    {
        BusTime before = Spent();
        bool isTaken = driver.Transmit(frame);
        Due = driver.Due;
        Add(before, isTaken ? frame : null);
        return isTaken;
    }

    public override bool CanTransmit()
    {
        BusTime before = Spent();
        bool canTransmit = driver.CanTransmit();
        Add(before, null);
        return canTransmit;
    }

    public override long Poll(long now)
    {
        BusTime before = Spent();
        long next = driver.Poll(now);
        Add(before, null);
        return next;
    }

    private BusTime Spent()
    {
        long cost = spi.Transactions * transactionNanoseconds;
        return new BusTime(clock.BusNanoseconds - cost, cost);
    }

    private void Add(BusTime before, FrameBuffer? frame)
    {
        BusTime spent = Spent() - before;
        if (frame == null)
        {
            Looks += spent;
        }
        else if (frame.Length <= ShortFrame)
        {
            Acknowledgments += spent;
        }
        else
        {
            Data += spent;
        }
    }
}
