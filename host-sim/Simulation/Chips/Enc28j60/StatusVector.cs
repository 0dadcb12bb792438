// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The status that the chip stores with each packet (DS39662 tables 7-1 and 7-3).</summary>
internal static class StatusVector
{
    public const int TransmitLength = 7;

    private const uint CrcError = 1u << 20;
    private const uint LengthError = 1u << 21;
    private const uint LengthOutOfRange = 1u << 22;
    private const uint Done = 1u << 23;
    private const uint Multicast = 1u << 24;
    private const uint Broadcast = 1u << 25;

    private const int HeaderLength = 14;
    private const int LongestPayload = 1500;
    private const int VlanType = 0x8100;
    private const int ControlType = 0x8808;
    private const int PauseOpcode = 1;

    /// <summary>The receive status vector, byte count included.</summary>
    public static uint OfReceived(ReadOnlySpan<byte> frame, bool isValid)
    {
        uint status = (uint)frame.Length | Common(frame) | (isValid ? Done : CrcError);
        switch (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]))
        {
            case ControlType:
                status |= 1u << 27;
                status |= IsPause(frame) ? 1u << 28 : 1u << 29;
                break;
            case VlanType:
                status |= 1u << 30;
                break;
        }

        return status;
    }

    /// <summary>The transmit status vector of a frame on the wire.</summary>
    public static ulong OfTransmitted(ReadOnlySpan<byte> frame, bool crcError, int collisions, uint flags, int bytesOnWire)
    {
        ulong status = (uint)frame.Length | ((ulong)collisions << 16) | Common(frame) | (crcError ? CrcError : 0) | flags;
        status |= (ulong)(ushort)bytesOnWire << 32;
        switch (frame.Length > HeaderLength ? BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) : 0)
        {
            case ControlType:
                status |= 1ul << 48;
                status |= IsPause(frame) ? 1ul << 49 : 0;
                break;
            case VlanType:
                status |= 1ul << 51;
                break;
        }

        return status;
    }

    private static bool IsPause(ReadOnlySpan<byte> frame)
    {
        return BinaryPrimitives.ReadUInt16BigEndian(frame[HeaderLength..]) == PauseOpcode;
    }

    private static uint Common(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < HeaderLength + EthernetCrc.Length)
        {
            return LengthError;
        }

        uint status = !frame[..6].ContainsAnyExcept((byte)0xFF) ? Broadcast : (frame[0] & 1) != 0 ? Multicast : 0;
        int type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        int payload = frame.Length - HeaderLength - EthernetCrc.Length;

        // A short frame is padded, so its length field may be smaller than its length.
        bool fits = type == payload || (type < payload && frame.Length == 64);
        return status | (type > LongestPayload ? LengthOutOfRange : fits ? 0 : LengthError);
    }
}
