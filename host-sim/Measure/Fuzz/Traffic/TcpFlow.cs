// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>One client's connection as the client sees it.</summary>
internal sealed class TcpFlow(int port)
{
    private bool _hasTimestamps;
    private uint _timestamp;
    private uint _echo;

    public int Port { get; } = port;

    public uint Address { get; private set; }

    /// <summary>Whether the host has answered the SYN, and nobody has reset the connection.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The next sequence number to send.</summary>
    public uint Next { get; set; }

    /// <summary>The next one that is expected from the host.</summary>
    public uint Acknowledgment { get; set; }

    /// <summary>The place in the request that is being sent.</summary>
    public int TextPosition { get; set; }

    /// <summary>Which request.</summary>
    public int TextNumber { get; set; }

    public void Begin(uint address, SplitMix64 random)
    {
        IsOpen = false;
        Address = address;
        Next = (uint)random.Next();
        TextPosition = 0;
        TextNumber = random.Below(1 << 20);
        _hasTimestamps = random.Chance(0.5);
        _timestamp = (uint)random.Next();
        _echo = 0;
    }

    /// <summary>Remembers the timestamp of a segment, for the echo in the next one. Only a segment with that one option is looked at.</summary>
    public void HeardTimestamp(ReadOnlySpan<byte> header)
    {
        int at = TcpHeader.MinLength + 2;
        if (header.Length == TcpHeader.MinLength + 12 && header[at] == TcpHeader.OptionTimestamps)
        {
            _echo = BinaryPrimitives.ReadUInt32BigEndian(header[(at + 2)..]);
        }
    }

    /// <summary>Writes the options of a segment, filled up to a multiple of four bytes.</summary>
    public void WriteOptions(FuzzFrame frame, bool isSyn, SplitMix64 random)
    {
        int start = frame.Length;
        if (isSyn)
        {
            WriteOption(frame, TcpHeader.OptionMss, 4);
            frame.Write16(random.Below(5) switch { 0 => 0, 1 => random.Below(100), 2 => 65535, _ => 1460 });
            frame.EndRecord();
            if (random.Chance(0.5))
            {
                WriteOption(frame, TcpHeader.OptionWindowScale, 3);
                frame.Write8(random.Below(16));
                frame.EndRecord();
            }

            if (random.Chance(0.5))
            {
                WriteOption(frame, TcpHeader.OptionSackPermitted, 2);
                frame.EndRecord();
            }
        }
        else if (random.Chance(0.1))
        {
            int blocks = 1 + random.Below(_hasTimestamps ? 3 : 4);
            WriteOption(frame, TcpHeader.OptionSack, 2 + 8 * blocks);
            for (int i = 0; i < blocks; i++)
            {
                uint left = Acknowledgment + (uint)random.Below(3000) - 500;
                frame.Write32(left);
                frame.Write32(left + (uint)random.Below(1500));
            }

            frame.EndRecord();
        }

        if (_hasTimestamps)
        {
            _timestamp += (uint)random.Below(50);
            WriteOption(frame, TcpHeader.OptionTimestamps, 10);
            frame.Write32(_timestamp);
            frame.Write32(isSyn ? 0 : _echo);
            frame.EndRecord();
        }

        frame.Fill((4 - (frame.Length - start) % 4) % 4, TcpHeader.OptionNop);
    }

    private static void WriteOption(FuzzFrame frame, int kind, int length)
    {
        frame.BeginRecord();
        frame.Write8(kind);
        frame.Write8(length);
    }
}
