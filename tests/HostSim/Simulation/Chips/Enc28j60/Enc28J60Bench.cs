// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>An ENC28J60 on a bench: SPI instructions by hand, a medium by hand, and a clock that only the test moves.</summary>
internal sealed class Enc28J60Bench
{
    public const int ReceiveEnd = 0x13FF;
    public const int SlotA = 0x1400;

    /// <summary>Longer than any frame needs on the wire.</summary>
    public const long FrameTime = 1_300_000;

    /// <summary>Gives a link soon after the start, for tests of other things.</summary>
    public const long QuickLink = 20_000_000;

    public static readonly byte[] Mac = [0x02, 0x10, 0x20, 0x30, 0x40, 0x50];
    public static readonly byte[] OtherMac = [0x02, 0, 0, 0, 0, 0x66];
    public static readonly byte[] Broadcast = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    private readonly BenchClock _clock = new();

    public Enc28J60Bench(Enc28J60Errata errata = Enc28J60Errata.None, bool strict = true)
        : this(new Enc28J60Options { LinkUpNanoseconds = QuickLink, Errata = errata, Strict = strict })
    {
    }

    public Enc28J60Bench(Enc28J60Options options)
    {
        Chip = new Enc28J60Chip(_clock, Medium, options);
    }

    public ScriptedLink Medium { get; } = new(OtherMac);

    public Enc28J60Chip Chip { get; }

    public Enc28J60Counters Counters => Chip.Counters;

    public long Now => _clock.Nanoseconds;

    /// <summary>Lets time pass without any access to the chip.</summary>
    public void Wait(long nanoseconds)
    {
        _clock.Elapse(nanoseconds);
        Chip.Advance();
    }

    /// <summary>One chip select with any bytes. Returns the bytes of the chip.</summary>
    public byte[] Clock(params byte[] bytes)
    {
        byte[] answer = new byte[bytes.Length];
        Chip.Select();
        try
        {
            Chip.Exchange(bytes, answer);
        }
        finally
        {
            Chip.Deselect();
        }

        return answer;
    }

    /// <summary>Reads a register (bank and address as in <see cref="Register"/>), selecting its bank if need be.</summary>
    public int Read(int register)
    {
        SelectBank(register);
        byte address = (byte)(register & 0x1F);
        return IsMacMii(register) ? Clock(address, 0, 0)[2] : Clock(address, 0)[1];
    }

    public int Read16(int low) => Read(low) | (Read(low + 1) << 8);

    public void Write(int register, int value)
    {
        SelectBank(register);
        Clock((byte)(0x40 | (register & 0x1F)), (byte)value);
    }

    public void Write16(int low, int value)
    {
        Write(low, value & 0xFF);
        Write(low + 1, value >> 8);
    }

    public void SetBits(int register, int mask)
    {
        SelectBank(register);
        Clock((byte)(0x80 | (register & 0x1F)), (byte)mask);
    }

    public void ClearBits(int register, int mask)
    {
        SelectBank(register);
        Clock((byte)(0xA0 | (register & 0x1F)), (byte)mask);
    }

    public byte[] ReadBuffer(int count) => Clock([0x3A, .. new byte[count]])[1..];

    public byte[] ReadBufferAt(int address, int count)
    {
        Write16(Register.ERDPTL, address);
        return ReadBuffer(count);
    }

    public void WriteBuffer(params byte[] data) => Clock([0x7A, .. data]);

    public void WriteBufferAt(int address, params byte[] data)
    {
        Write16(Register.EWRPTL, address);
        WriteBuffer(data);
    }

    public int ReadPhy(int register)
    {
        Write(Register.MIREGADR, register);
        Write(Register.MICMD, 1);
        WaitForMii();
        Write(Register.MICMD, 0);
        return Read16(Register.MIRDL);
    }

    public void WritePhy(int register, int value)
    {
        Write(Register.MIREGADR, register);
        Write16(Register.MIWRL, value);
        WaitForMii();
    }

    /// <summary>SRC, and the wait after it.</summary>
    public void SystemReset()
    {
        Clock(0xFF);
        Wait(2_000_000);
    }

    /// <summary>From power-on to receiving, with a link.</summary>
    public void Start(bool fullDuplex = false, int filter = 0xA1)
    {
        Wait(1_000_000);
        Initialise(fullDuplex, filter);
        Wait(25_000_000);
        Assert.True(Chip.IsLinked);
    }

    public void Initialise(bool fullDuplex = false, int filter = 0xA1)
    {
        Write16(Register.ERXSTL, 0);
        Write16(Register.ERXRDPTL, ReceiveEnd);
        Write16(Register.ERXNDL, ReceiveEnd);
        Write16(Register.ETXSTL, SlotA);
        Write(Register.ERXFCON, filter);
        Write(Register.MACON1, 0x0D);
        Write(Register.MACON3, fullDuplex ? 0x33 : 0x32);
        Write(Register.MACON4, 0x40);
        Write16(Register.MAMXFLL, 1518);
        Write(Register.MABBIPG, fullDuplex ? 0x15 : 0x12);
        int[] address = [Register.MAADR1, Register.MAADR2, Register.MAADR3, Register.MAADR4, Register.MAADR5, Register.MAADR6];
        for (int i = 0; i < 6; i++)
        {
            Write(address[i], Mac[i]);
        }

        WritePhy(Phy.PHCON1, fullDuplex ? Phy.PDPXMD : 0);
        WritePhy(Phy.PHCON2, Phy.HDLDIS);
        SetBits(Register.ECON1, Econ1.RXEN);
    }

    /// <summary>A frame with every byte different from its neighbour.</summary>
    public static byte[] Frame(int length, byte[]? destination = null, int etherType = 0x0800)
    {
        byte[] frame = new byte[length];
        for (int i = 14; i < length; i++)
        {
            frame[i] = (byte)(i * 7);
        }

        (destination ?? Mac).CopyTo(frame, 0);
        OtherMac.CopyTo(frame, 6);
        frame[12] = (byte)(etherType >> 8);
        frame[13] = (byte)etherType;
        return frame;
    }

    public static byte[] WithFcs(byte[] frame)
    {
        byte[] whole = [.. frame, 0, 0, 0, 0];
        EthernetCrc.Write(whole, frame.Length);
        return whole;
    }

    /// <summary>A frame comes over the wire, and time passes until it is in.</summary>
    public void Arrive(byte[] frame)
    {
        Medium.Arrive(frame);
        Chip.Advance();
        Wait(FrameTime);
    }

    /// <summary>A frame that no medium carries comes over the wire.</summary>
    public void ArriveRaw(byte[] frameWithFcs)
    {
        Chip.InjectFrame(frameWithFcs);
        Wait(FrameTime + frameWithFcs.Length * 800);
    }

    /// <summary>Puts a frame behind its control byte into slot A.</summary>
    public void Load(byte[] frame, byte control = 0)
    {
        WriteBufferAt(SlotA, [control, .. frame]);
        Write16(Register.ETXSTL, SlotA);
        Write16(Register.ETXNDL, SlotA + frame.Length);
    }

    public void Send(byte[] frame, byte control = 0)
    {
        Load(frame, control);
        SetBits(Register.ECON1, Econ1.TXRTS);
    }

    public byte[] TransmitStatus(int length) => ReadBufferAt(SlotA + length + 1, 7);

    public static DataSheetViolationException Violation(Action action)
    {
        return Assert.Throws<DataSheetViolationException>(action);
    }

    private void WaitForMii()
    {
        Assert.Equal(MiiBits.BUSY, Read(Register.MISTAT));
        Wait(10_240);
        Assert.Equal(0, Read(Register.MISTAT));
    }

    private void SelectBank(int register)
    {
        if ((register & 0x1F) >= 0x1B)
        {
            return;
        }

        int current = Clock(0x1F, 0)[1] & 3;
        int wanted = register >> 5;
        if (current != wanted)
        {
            Clock(0xBF, 3);
            Clock(0x9F, (byte)wanted);
        }
    }

    private static bool IsMacMii(int register)
    {
        return register >> 5 == 2 || register is >= 0x60 and <= 0x65 or 0x6A;
    }

    private sealed class BenchClock : IHardwareClock
    {
        public long Nanoseconds { get; private set; }

        public void Elapse(long nanoseconds)
        {
            Nanoseconds += nanoseconds;
        }
    }
}
