// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Drivers;

/// <summary>A board with a W5500 model and its driver. The test is the medium.</summary>
internal sealed class W5500DriverBench : IDisposable
{
    public const int Interrupt = 4;
    public const int Reset = 27;

    public static readonly byte[] Mac = [0x02, 0, 0, 0, 0, 0x55];
    public static readonly byte[] OtherMac = [0x02, 0, 0, 0, 0, 0x66];

    private const int Mosi = 23;
    private const int Miso = 19;
    private const int Sclk = 18;
    private const int ChipSelect = 5;
    private const int Bus = 1;
    private const int ClockHz = 26_666_667;

    private readonly FrameBuffer _outgoing = new(1514);
    private readonly IDisposable _activation;

    public W5500DriverBench(
        W5500Options? chip = null,
        W5500LinkOptions? options = null,
        bool hasInterrupt = true,
        bool hasReset = false,
        EthernetLink? medium = null,
        Func<W5500Chip, IEthernetChip>? wrap = null)
    {
        Chip = new W5500Chip(Clock, medium ?? Medium, chip ?? new W5500Options { NegotiationNanoseconds = 0 });
        Board = new VirtualBoard(Soc.Esp32, Clock);
        int interrupt = hasInterrupt ? Interrupt : ChipWiring.NotWired;
        int reset = hasReset ? Reset : ChipWiring.NotWired;
        Board.Connect(wrap?.Invoke(Chip) ?? Chip, new ChipWiring(Mosi, Miso, Sclk, ChipSelect, interrupt, reset));
        _activation = Board.Activate();
        Spi = OpenBus(interrupt, reset);
        Link = new W5500Link(Spi, Mac, options ?? new W5500LinkOptions());
    }

    public ManualClock Clock { get; } = new();

    public ScriptedLink Medium { get; } = new(OtherMac);

    public VirtualBoard Board { get; }

    public W5500Chip Chip { get; }

    public SpiBus Spi { get; }

    public W5500Link Link { get; }

    public long NowMs => Clock.Nanoseconds / 1_000_000 + Offset;

    /// <summary>The lead of the driver's clock, in milliseconds.</summary>
    public long Offset { get; set; }

    /// <summary>Opens the bus of the board that is active.</summary>
    public static SpiBus OpenBus(int interrupt = SpiBus.NoPin, int reset = SpiBus.NoPin)
    {
        Esp32Pins.AssignSpi(Bus, Mosi, Miso, Sclk);
        return new SpiBus(Bus, ChipSelect, ClockHz, interrupt, reset);
    }

    /// <summary>A driver that runs and has seen the link.</summary>
    public static W5500DriverBench Started(
        W5500Options? chip = null, W5500LinkOptions? options = null, bool hasInterrupt = true, Func<W5500Chip, IEthernetChip>? wrap = null)
    {
        W5500DriverBench bench = new(chip, options, hasInterrupt, wrap: wrap);
        bench.StartUp();
        return bench;
    }

    public void StartUp()
    {
        Assert.Equal(ControllerError.None, Link.Start());
        Assert.Empty(Run(600));
        Assert.True(Link.IsUp);
        Chip.Counters.ClearBus();
    }

    /// <summary>A frame in which every byte differs from its neighbour, with a number of its own.</summary>
    public static byte[] Frame(int length, int number = 0, byte[]? destination = null)
    {
        byte[] frame = new byte[length];
        for (int i = 14; i < length; i++)
        {
            frame[i] = (byte)(i * 7 + number);
        }

        (destination ?? Mac).CopyTo(frame, 0);
        OtherMac.CopyTo(frame, 6);
        frame[12] = 8;
        return frame;
    }

    /// <summary>One poll of the stack: all frames that the driver delivers until it has no more.</summary>
    public List<byte[]> Receive()
    {
        List<byte[]> frames = [];
        for (FrameBuffer? frame = Link.Receive(); frame != null; frame = Link.Receive())
        {
            frames.Add(frame.Data.AsSpan(frame.Offset, frame.Length).ToArray());
        }

        return frames;
    }

    /// <summary>Polls the driver as a stack does for some time, once a millisecond, and returns what it has received.</summary>
    public List<byte[]> Run(int milliseconds)
    {
        List<byte[]> frames = [];
        for (int i = 0; i < milliseconds; i++)
        {
            frames.AddRange(PollOnce());
            Pass(1_000_000);
        }

        return frames;
    }

    public List<byte[]> PollOnce()
    {
        _ = Link.Poll(NowMs);
        return Receive();
    }

    /// <summary>Time passes; edges of INT reach the application.</summary>
    public void Pass(long nanoseconds)
    {
        Clock.Elapse(nanoseconds);
        Board.Advance();
        Board.DeliverInterrupts();
    }

    /// <summary>Frames come over the wire, and time passes until they are in.</summary>
    public void Arrive(params byte[][] frames)
    {
        foreach (byte[] frame in frames)
        {
            Medium.Arrive(frame);
        }

        Board.Advance();
        for (int i = 0; i <= frames.Length; i++)
        {
            Pass(130_000);
        }
    }

    public bool Transmit(byte[] frame)
    {
        _outgoing.Offset = FrameBuffer.HeadRoom;
        _outgoing.Length = frame.Length;
        frame.CopyTo(_outgoing.Data, _outgoing.Offset);
        return Link.Transmit(_outgoing);
    }

    public void Dispose()
    {
        _activation.Dispose();
    }
}
