// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;

namespace NanoTcp.Meter.Scenarios;

/// <summary>The other end of the cable: frames made by hand, so that nothing of the stack runs there.</summary>
internal sealed class FarHost
{
    private static readonly byte[] s_mac = [2, 0, 0, 0, 0, 1];
    private static readonly byte[] s_address = [192, 168, 7, 1];

    private readonly MeteredBoard _board;
    private readonly byte[] _boardAddress = new byte[4];

    /// <summary>A host that the board knows already.</summary>
    public FarHost(MeteredBoard board)
    {
        _board = board;
        BinaryPrimitives.WriteUInt32BigEndian(_boardAddress, MeteredBoard.Address);
        board.Arrive(ArpRequest());
        board.Stack.Poll(board.Now);
        board.Settle();
        board.Cable.Sent.Clear();
    }

    /// <summary>Who has the board's address?</summary>
    public byte[] ArpRequest()
    {
        return ArpRequest(_boardAddress);
    }

    /// <summary>Who has some other address?</summary>
    public byte[] ArpRequest(byte[] target)
    {
        return [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. s_mac, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1, .. s_mac, .. s_address, 0, 0, 0, 0, 0, 0, .. target, .. new byte[18]];
    }

    /// <summary>A frame of the Internet protocol with nothing of interest in it.</summary>
    public byte[] Frame(byte[] destination)
    {
        return [.. destination, .. s_mac, 8, 0, .. new byte[100]];
    }

    /// <summary>A segment to the board.</summary>
    public byte[] Segment(int port, int boardPort, int flags, uint sequence, uint acknowledgment, ReadOnlySpan<byte> data)
    {
        bool isSyn = (flags & Flag.Syn) != 0;
        byte[] options = isSyn ? [2, 4, 1460 >> 8, 1460 & 255] : [];
        byte[] tcp = new byte[20 + options.Length + data.Length];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(2), (ushort)boardPort);
        BinaryPrimitives.WriteUInt32BigEndian(tcp.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp.AsSpan(8), acknowledgment);
        tcp[12] = (byte)((20 + options.Length) << 2);
        tcp[13] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(14), 65_535);
        options.CopyTo(tcp, 20);
        data.CopyTo(tcp.AsSpan(20 + options.Length));
        byte[] pseudo = [.. s_address, .. _boardAddress, 0, 6, (byte)(tcp.Length >> 8), (byte)tcp.Length, .. tcp];
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(16), Checksum(pseudo));

        byte[] ip = new byte[20];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(2), (ushort)(20 + tcp.Length));
        ip[6] = 0x40;
        ip[8] = 64;
        ip[9] = 6;
        s_address.CopyTo(ip, 12);
        _boardAddress.CopyTo(ip, 16);
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(10), Checksum(ip));
        byte[] frame = [.. _board.Mac, .. s_mac, 8, 0, .. ip, .. tcp];
        return frame.Length < 60 ? [.. frame, .. new byte[60 - frame.Length]] : frame;
    }

    /// <summary>What the board has sent since the last call, in order.</summary>
    public List<FarSegment> Take()
    {
        List<FarSegment> segments = [];
        while (_board.Cable.Sent.TryDequeue(out byte[]? frame))
        {
            if (frame[12] == 8 && frame[13] == 0 && frame[23] == 6)
            {
                segments.Add(FarSegment.Read(frame));
            }
        }

        return segments;
    }

    // RFC 1071, word by word.
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += (uint)(i % 2 == 0 ? bytes[i] << 8 : bytes[i]);
        }

        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~((sum & 0xFFFF) + (sum >> 16));
    }
}
