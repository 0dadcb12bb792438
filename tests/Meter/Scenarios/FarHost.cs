// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;

namespace NanoTcp.Meter.Scenarios;

/// <summary>The other end of the cable: frames made by hand, so that nothing of the stack runs there.</summary>
internal sealed class FarHost(byte[] boardMac, Cable cable)
{
    private const int MaxWindow = 65_535;

    private static readonly byte[] s_mac = [2, 0, 0, 0, 0, 1];
    private static readonly byte[] s_address = [192, 168, 7, 1];
    private static readonly byte[] s_boardAddress = [192, 168, 7, 2];

    /// <summary>A host that the board knows already.</summary>
    public FarHost(MeteredBoard board)
        : this(board.Mac, board.Cable)
    {
        board.Arrive(ArpRequest());
        board.Stack.Poll(board.Now);
        board.Settle();
        board.Cable.Sent.Clear();
    }

    /// <summary>Who has the board's address?</summary>
    public byte[] ArpRequest()
    {
        return ArpRequest(s_boardAddress);
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

    /// <summary>A datagram of UDP, without a checksum.</summary>
    public byte[] Datagram(byte[] mac, byte[] address, int port, int length)
    {
        byte[] packet = [0x45, 0, (byte)((28 + length) >> 8), (byte)(28 + length), 0, 1, 0, 0, 64, 17, 0, 0, .. s_address, .. address];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(packet));
        return [.. mac, .. s_mac, 8, 0, .. packet, 0xC3, 0x50, (byte)(port >> 8), (byte)port, (byte)((8 + length) >> 8), (byte)(8 + length), 0, 0, .. new byte[length]];
    }

    /// <summary>A datagram to the board, with or without a checksum.</summary>
    public byte[] Datagram(int port, int length, bool hasChecksum)
    {
        byte[] frame = Datagram(boardMac, s_boardAddress, port, length);
        if (hasChecksum)
        {
            ReadOnlySpan<byte> datagram = frame.AsSpan(34);
            byte[] pseudo = [.. s_address, .. s_boardAddress, 0, 17, (byte)(datagram.Length >> 8), (byte)datagram.Length, .. datagram];
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(40), Checksum(pseudo));
        }

        return frame;
    }

    /// <summary>A segment to the board.</summary>
    public byte[] Segment(int port, int boardPort, int flags, uint sequence, uint acknowledgment, ReadOnlySpan<byte> data)
    {
        return Segment(port, boardPort, flags, sequence, acknowledgment, MaxWindow, s_address, s_boardAddress, data);
    }

    /// <summary>The headers of a segment of the board's, ACK alone, padded: its sequence number and checksum are right while it has no text.</summary>
    public byte[] Template(int port, int boardPort, uint sequence, uint acknowledgment, int window, int textLength)
    {
        byte[] frame = Segment(boardPort, port, Flag.Ack, sequence, acknowledgment, window, s_boardAddress, s_address, new byte[textLength]);
        return [.. s_mac, .. boardMac, .. frame.AsSpan(12)];
    }

    /// <summary>The frames of the board since the last call, in order.</summary>
    public List<FarSegment> Take()
    {
        List<FarSegment> segments = [];
        while (cable.Sent.TryDequeue(out byte[]? frame))
        {
            if (frame[12] == 8 && frame[13] == 0 && frame[23] == 6)
            {
                Check(frame);
                segments.Add(FarSegment.Read(frame));
            }
        }

        return segments;
    }

    private byte[] Segment(
        int port, int boardPort, int flags, uint sequence, uint acknowledgment, int window, byte[] source, byte[] destination, ReadOnlySpan<byte> data)
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
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(14), (ushort)window);
        options.CopyTo(tcp, 20);
        data.CopyTo(tcp.AsSpan(20 + options.Length));
        byte[] pseudo = [.. source, .. destination, 0, 6, (byte)(tcp.Length >> 8), (byte)tcp.Length, .. tcp];
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(16), Checksum(pseudo));

        byte[] ip = new byte[20];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(2), (ushort)(20 + tcp.Length));
        ip[6] = 0x40;
        ip[8] = 64;
        ip[9] = 6;
        source.CopyTo(ip, 12);
        destination.CopyTo(ip, 16);
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(10), Checksum(ip));
        byte[] frame = [.. boardMac, .. s_mac, 8, 0, .. ip, .. tcp];
        return frame.Length < 60 ? [.. frame, .. new byte[60 - frame.Length]] : frame;
    }

    /// <summary>Refuses a segment whose addresses or checksums are not right.</summary>
    private void Check(byte[] frame)
    {
        ReadOnlySpan<byte> ip = frame.AsSpan(14);
        int length = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        byte[] pseudo = [.. s_boardAddress, .. s_address, 0, 6, (byte)((length - 20) >> 8), (byte)(length - 20), .. ip[20..length]];
        if (!frame.AsSpan(0, 12).SequenceEqual((byte[])[.. s_mac, .. boardMac]) || !ip[12..20].SequenceEqual(pseudo.AsSpan(0, 8))
            || Checksum(ip[..20]) != 0 || Checksum(pseudo) != 0)
        {
            throw new InvalidOperationException("The far host cannot accept a segment.");
        }
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
