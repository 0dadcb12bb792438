// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Spi;
using System.Runtime.InteropServices;
using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Floor;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Platform;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using Enc28J60 = NanoTcp.Floor.Enc28J60;
using W5500 = NanoTcp.Floor.W5500;

namespace NanoTcp.Meter.Scenarios;

/// <summary>
/// The floor's connection on a controller that the driver has set up, or on none. After the start a second processor has the driver's place, so that
/// nothing of it runs.
/// </summary>
internal sealed class FloorBoard
{
    private const long Millisecond = 1_000_000;
    private const int StartUp = 5_000;
    private const int PollInterval = 10;

    // As on the boards of the other scenarios.
    private const int FrameTime = 2;

    private readonly ManualClock _clock = new();
    private readonly VirtualBoard? _hardware;
    private readonly W5500? _w5500;
    private readonly Enc28J60? _enc28J60;

    /// <summary>Starts a board.</summary>
    /// <param name="board">The controller; null for the connection alone.</param>
    /// <param name="connect">Makes the connection of a station with this address.</param>
    public FloorBoard(Board? board, Func<byte[], Connection> connect)
    {
        Mac = board?.MacAddress ?? [2, 0, 0, 0, 0, 2];
        Connection = connect(Mac);
        if (board == null)
        {
            return;
        }

        ControllerWiring wiring = board.Wiring;
        IEthernetChip chip = board.Controller == EthernetController.W5500 ? new W5500Chip(_clock, Cable, new W5500Options { NegotiationNanoseconds = 0 })
            : new Enc28J60Chip(_clock, Cable, new Enc28J60Options { LinkUpNanoseconds = MeteredBoard.QuickLink });
        SetUp(board, chip);
        _hardware = new VirtualBoard(Soc.Esp32, _clock);
        _hardware.Connect(chip, new ChipWiring(wiring.Mosi, wiring.Miso, wiring.Sclk, wiring.ChipSelect, wiring.Interrupt));
        _hardware.Activate();
        Esp32Pins.AssignSpi(wiring.SpiBus, wiring.Mosi, wiring.Miso, wiring.Sclk);
        SpiDevice device = SpiDevice.Create(new SpiConnectionSettings(wiring.SpiBus, wiring.ChipSelect) { ClockFrequency = wiring.ClockHz, Mode = SpiMode.Mode0 });
        if (board.Controller == EthernetController.W5500)
        {
            _w5500 = new W5500(device, Connection);
        }
        else
        {
            _enc28J60 = new Enc28J60(device, Connection);
        }
    }

    public byte[] Mac { get; }

    public Connection Connection { get; }

    public Cable Cable { get; } = new([2, 0, 0, 0, 0, 9]);

    /// <summary>The time in milliseconds.</summary>
    public long Now => _clock.Nanoseconds / Millisecond;

    /// <summary>Frames of this length come next.</summary>
    public void Expect(int length)
    {
        _enc28J60?.Expected = length;
    }

    public void Pass(int milliseconds)
    {
        if (_hardware == null)
        {
            _clock.Elapse(milliseconds * Millisecond);
            return;
        }

        _hardware.Advance();
        _hardware.Sleep(milliseconds);
    }

    /// <summary>A frame comes over the cable and is received, if it has the length that it is said to have.</summary>
    public bool Arrive(byte[] frame)
    {
        if (_hardware == null)
        {
            frame.CopyTo(Connection.Received, Layout.Received);
            return true;
        }

        Cable.Arrive(frame);
        Pass(FrameTime);
        return Receive() == frame.Length;
    }

    public void SendSegment()
    {
        _w5500?.SendSegment();
        _enc28J60?.SendSegment();
        Leave(Connection.Segment.AsSpan(Layout.Sent));
    }

    public void SendAck()
    {
        _w5500?.SendAck();
        _enc28J60?.SendAck();
        Leave(MemoryMarshal.AsBytes(Connection.Ack.AsSpan(Layout.Ack)));
    }

    private void SetUp(Board board, IEthernetChip chip)
    {
        ControllerWiring wiring = board.Wiring;
        VirtualBoard hardware = new(Soc.Esp32, _clock);
        hardware.Connect(chip, new ChipWiring(wiring.Mosi, wiring.Miso, wiring.Sclk, wiring.ChipSelect, wiring.Interrupt, wiring.Reset));
        hardware.Activate();
        BoardEthernet ethernet = new(board);
        ControllerError error = ethernet.Start();
        for (int i = 0; i < StartUp / PollInterval; i++)
        {
            hardware.Advance();
            hardware.Sleep(PollInterval);
            ethernet.Link.Poll(Now);
        }

        if (error != ControllerError.None || !ethernet.Link.IsUp)
        {
            throw new InvalidOperationException($"The controller of {board.Name} does not start: {error}.");
        }
    }

    private int Receive()
    {
        return _w5500?.Receive() ?? _enc28J60?.Receive() ?? 0;
    }

    private void Leave(ReadOnlySpan<byte> frame)
    {
        if (_hardware == null)
        {
            Cable.Sent.Enqueue(frame.ToArray());
        }

        Pass(FrameTime);
    }
}
