// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Drivers;

/// <summary>The driver on a virtual board with the chip's model. The test is the medium. The model is strict: a breach of the data sheet throws.</summary>
internal sealed class Enc28J60LinkBench : IDisposable
{
    /// <summary>Longer than any frame needs on the wire.</summary>
    public const long FrameTime = 1_300_000;

    public static readonly byte[] Mac = [0x02, 0x10, 0x20, 0x30, 0x40, 0x50];
    public static readonly byte[] OtherMac = [0x02, 0, 0, 0, 0, 0x66];
    public static readonly byte[] Broadcast = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    /// <summary>Gives a link soon after the start, for tests of other things.</summary>
    public const long QuickLink = 20_000_000;

    private const int Mosi = 23;
    private const int Miso = 25;
    private const int Sclk = 19;
    private const int ChipSelect = 22;
    private const int Interrupt = 4;

    private readonly IDisposable _activation;
    private readonly FrameBuffer _frame = new(1514);

    public Enc28J60LinkBench(
        Enc28J60LinkOptions? options = null, Enc28J60Options? chip = null, bool hasInterrupt = true, bool isWired = true, byte floatingMiso = 0xFF,
        EthernetLink? medium = null, long transactionNanoseconds = 10_000, Func<Enc28J60Chip, IEthernetChip>? wrap = null)
    {
        Chip = new Enc28J60Chip(Clock, medium ?? Medium, chip ?? new Enc28J60Options { LinkUpNanoseconds = QuickLink });
        Board = new VirtualBoard(Soc.Esp32, Clock) { TransactionNanoseconds = transactionNanoseconds, FloatingMiso = floatingMiso };
        if (isWired)
        {
            Board.Connect(wrap?.Invoke(Chip) ?? Chip, new ChipWiring(Mosi, Miso, Sclk, ChipSelect, Interrupt));
        }

        _activation = Board.Activate();
        Esp32Pins.AssignSpi(1, Mosi, Miso, Sclk);
        Bus = new SpiBus(1, ChipSelect, 20_000_000, hasInterrupt ? Interrupt : SpiBus.NoPin, SpiBus.NoPin);
        Link = new Enc28J60Link(Bus, Mac, options ?? new Enc28J60LinkOptions());
    }

    public ManualClock Clock { get; } = new();

    public ScriptedLink Medium { get; } = new(OtherMac);

    public Enc28J60Chip Chip { get; }

    public VirtualBoard Board { get; }

    public SpiBus Bus { get; }

    public Enc28J60Link Link { get; }

    public Enc28J60Counters Counters => Chip.Counters;

    public Enc28J60Statistics Statistics => Link.Statistics;

    public long Now => Clock.Nanoseconds / 1_000_000;

    /// <summary>The lead of the driver's clock, in milliseconds.</summary>
    public long Offset { get; set; }

    /// <summary>The frames that <see cref="Run"/> and <see cref="Drain"/> have received.</summary>
    public List<byte[]> Received { get; } = [];

    /// <summary>A bench whose driver runs and has a link, and for a while nothing to do.</summary>
    public static Enc28J60LinkBench Started(
        Enc28J60LinkOptions? options = null, Enc28J60Options? chip = null, bool hasInterrupt = true, EthernetLink? medium = null, long transactionNanoseconds = 10_000,
        Func<Enc28J60Chip, IEthernetChip>? wrap = null)
    {
        Enc28J60LinkBench bench = new(options, chip, hasInterrupt, medium: medium, transactionNanoseconds: transactionNanoseconds, wrap: wrap);
        Assert.Equal(ControllerError.None, bench.Link.Start());
        bench.Run(200);
        Assert.True(bench.Link.IsUp);
        bench.Counters.ClearBus();
        return bench;
    }

    public void Dispose()
    {
        _activation.Dispose();
    }

    /// <summary>A frame with every byte different from its neighbour, and different for every number.</summary>
    public static byte[] Frame(int length, byte[]? destination = null, int number = 0)
    {
        byte[] frame = new byte[length];
        for (int i = 14; i < length; i++)
        {
            frame[i] = (byte)((i * 7) + (number * 31));
        }

        (destination ?? Mac).CopyTo(frame, 0);
        OtherMac.CopyTo(frame, 6);
        frame[12] = 0x08;
        return frame;
    }

    /// <summary>Lets time pass. The chip goes on and edges reach the driver, but nobody polls it.</summary>
    public void Wait(long nanoseconds)
    {
        long end = Clock.Nanoseconds + nanoseconds;
        while (Clock.Nanoseconds < end)
        {
            // Time passes in steps of a minimum length, because an event can stay due.
            long next = Math.Max(Board.NextEventNanoseconds, Clock.Nanoseconds + 1_000);
            Clock.Elapse(Math.Min(next, end) - Clock.Nanoseconds);
            Board.Advance();
            Board.DeliverInterrupts();
        }
    }

    /// <summary>Polls every millisecond as a stack does.</summary>
    public void Run(int milliseconds)
    {
        long end = Now + milliseconds;
        while (Now < end)
        {
            Wait(1_000_000);
            Poll();
        }
    }

    public void RunUntil(Func<bool> condition, int limitMilliseconds)
    {
        long end = Now + limitMilliseconds;
        while (!condition())
        {
            Assert.True(Now < end, $"The condition does not hold after {limitMilliseconds} ms.");
            Run(1);
        }
    }

    public void Poll()
    {
        Link.Poll(Now + Offset);
        Drain();
    }

    /// <summary>Receives until there is nothing more.</summary>
    public int Drain()
    {
        int count = 0;
        for (FrameBuffer? frame = Link.Receive(); frame != null; frame = Link.Receive())
        {
            Received.Add(frame.Data.AsSpan(frame.Offset, frame.Length).ToArray());
            count++;
        }

        return count;
    }

    /// <summary>Frames come over the wire one after the other, and time passes until the last is in.</summary>
    public void Arrive(params byte[][] frames)
    {
        foreach (byte[] frame in frames)
        {
            Medium.Arrive(frame);
        }

        Board.Advance();
        Wait(frames.Length * FrameTime);
    }

    public bool Send(byte[] frame)
    {
        _frame.Offset = FrameBuffer.HeadRoom;
        _frame.Length = frame.Length;
        frame.CopyTo(_frame.Data, _frame.Offset);
        return Link.Transmit(_frame);
    }

    /// <summary>The value of a register of the chip, read without the driver. The driver's bank is restored.</summary>
    public int Peek(int register)
    {
        int bank = Instruct(0x1F, 0)[1] & 3;
        SelectBank(register >> 5);
        bool isWide = register >> 5 == 2 || register is (>= 0x60 and <= 0x65) or 0x6A;
        byte[] answer = Instruct([(byte)(register & 0x1F), .. new byte[isWide ? 2 : 1]]);
        SelectBank(bank);
        return answer[^1];
    }

    /// <summary>Writes a register past the driver.</summary>
    public void Poke(int register, int value)
    {
        int bank = Instruct(0x1F, 0)[1] & 3;
        SelectBank(register >> 5);
        Instruct((byte)(0x40 | (register & 0x1F)), (byte)value);
        SelectBank(bank);
    }

    /// <summary>An instruction past the driver.</summary>
    public byte[] Instruct(params byte[] bytes)
    {
        byte[] answer = new byte[bytes.Length];
        Chip.Select();
        Chip.Exchange(bytes, answer);
        Chip.Deselect();
        return answer;
    }

    private void SelectBank(int bank)
    {
        Instruct(0xBF, 3);
        Instruct(0x9F, (byte)bank);
    }
}
