// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Wire;

/// <summary>Two stations without stacks: frames carry a number, so that a test can say which arrived.</summary>
internal sealed class TwoStations
{
    private readonly FrameBuffer _buffer = new(EthernetHeader.MaxFrame);

    public TwoStations(WireFaults? faults = null)
    {
        Wire = new VirtualWire(faults);
        Left = Wire.Attach(Mac(1));
        Right = Wire.Attach(Mac(2));
    }

    public VirtualWire Wire { get; }

    public WirePort Left { get; }

    public WirePort Right { get; }

    public static byte[] Mac(byte number)
    {
        return [2, 0, 0, 0, 0, number];
    }

    /// <summary>An IPv4 frame of 100 bytes with the number at its end.</summary>
    public bool Send(WirePort from, byte[] to, int number, int etherType = EthernetHeader.TypeIPv4)
    {
        byte[] data = _buffer.Data;
        _buffer.Offset = FrameBuffer.HeadRoom;
        _buffer.Length = 100;
        Array.Copy(to, 0, data, _buffer.Offset, 6);
        Array.Copy(from.MacAddress, 0, data, _buffer.Offset + 6, 6);
        BigEndian.WriteUInt16(data, _buffer.Offset + EthernetHeader.EtherType, etherType);
        BigEndian.WriteUInt32(data, _buffer.Offset + 96, (uint)number);
        return from.Transmit(_buffer);
    }

    /// <summary>The number of the next frame, or -1.</summary>
    public static int Receive(WirePort port)
    {
        FrameBuffer? frame = port.Receive();
        return frame == null ? -1 : (int)BigEndian.ReadUInt32(frame.Data, frame.Offset + 96);
    }

    /// <summary>Sends frames from left to right, one each millisecond, and returns what arrives, with the times if asked.</summary>
    public List<int> Exchange(int count, List<long>? times = null)
    {
        List<int> received = [];
        for (int i = 0; i < count + 200; i++)
        {
            Wire.Advance(i);
            if (i < count)
            {
                Assert.True(Send(Left, Right.MacAddress, i));
            }

            for (int number = Receive(Right); number >= 0; number = Receive(Right))
            {
                received.Add(number);
                times?.Add(Wire.Now);
            }
        }

        return received;
    }
}
