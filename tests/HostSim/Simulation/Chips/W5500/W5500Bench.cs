// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>
/// A W5500 on a bench: SPI frames by hand, a medium by hand, and a clock that only the test moves. The link is up at once, unless a test says
/// otherwise.
/// </summary>
internal sealed class W5500Bench
{
    public const int Common = 0;
    public const int Socket0 = 1;
    public const int Transmit0 = 2;
    public const int Receive0 = 3;

    public static readonly byte[] Mac = [0x02, 0, 0, 0, 0, 0x55];
    public static readonly byte[] OtherMac = [0x02, 0, 0, 0, 0, 0x66];
    public static readonly byte[] Broadcast = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    private readonly BenchClock _clock = new();

    public W5500Bench(W5500Options? options = null)
    {
        Medium = new ScriptedLink(OtherMac);
        Chip = new W5500Chip(_clock, Medium, options ?? new W5500Options { NegotiationNanoseconds = 0 });
    }

    public ScriptedLink Medium { get; }

    public W5500Chip Chip { get; }

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

    public byte[] Read(int block, int address, int count)
    {
        byte[] frame = new byte[3 + count];
        frame[0] = (byte)(address >> 8);
        frame[1] = (byte)address;
        frame[2] = (byte)(block << 3);
        return Clock(frame)[3..];
    }

    public byte Read(int block, int address)
    {
        return Read(block, address, 1)[0];
    }

    public int Read16(int block, int address)
    {
        byte[] value = Read(block, address, 2);
        return (value[0] << 8) | value[1];
    }

    public void Write(int block, int address, params byte[] data)
    {
        Clock([(byte)(address >> 8), (byte)address, (byte)((block << 3) | 4), .. data]);
    }

    public void Write16(int block, int address, int value)
    {
        Write(block, address, (byte)(value >> 8), (byte)value);
    }

    /// <summary>Writes a command and waits until it is accepted.</summary>
    public void Command(byte command)
    {
        Write(Socket0, 0x01, command);
        Wait(1_000);
        Assert.Equal(0, Read(Socket0, 0x01));
    }

    /// <summary>All memory to socket 0, which is opened as MACRAW with the given bits of Sn_MR.</summary>
    public void Open(byte mode = 0x84)
    {
        Write(Common, 0x09, Mac);
        for (int socket = 1; socket < 8; socket++)
        {
            Write((socket * 4) + 1, 0x1E, 0, 0);
        }

        Write(Socket0, 0x1E, 16, 16);
        Write(Socket0, 0x00, mode);
        Command(0x01);
        Assert.Equal(0x42, Read(Socket0, 0x03));
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

    /// <summary>Frames come over the wire, and time passes until they are in.</summary>
    public void Arrive(params byte[][] frames)
    {
        foreach (byte[] frame in frames)
        {
            Medium.Arrive(frame);
        }

        Wait(0);
        Wait(frames.Length * 130_000);
    }

    /// <summary>Puts a frame into the transmit buffer and gives SEND; the command is accepted on return.</summary>
    public void Send(byte[] frame)
    {
        int pointer = Read16(Socket0, 0x24);
        Write(Transmit0, pointer, frame);
        Write16(Socket0, 0x24, pointer + frame.Length);
        Command(0x20);
    }

    public DataSheetViolationException Violation(Action action)
    {
        return Assert.Throws<DataSheetViolationException>(action);
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
