// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;

namespace NanoTcp.Simulation.Messages;

/// <summary>A message of NTP (RFC 5905 §7.3), as far as a simple server and the trace need it. Times are 64-bit timestamps.</summary>
public readonly record struct NtpMessage(int Leap, int Version, int Mode, int Stratum, ulong Reference, ulong Originate, ulong Receive, ulong Transmit)
{
    public const int Port = 123;
    public const int Length = 48;
    public const int ClientMode = 3;
    public const int ServerMode = 4;

    private static readonly DateTimeOffset s_era0 = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The timestamp of a time: seconds since 1900, and their fraction. It wraps in 2036.</summary>
    public static ulong Timestamp(DateTimeOffset time)
    {
        UInt128 ticks = (UInt128)(time - s_era0).Ticks;
        return (ulong)((ticks << 32) / (UInt128)TimeSpan.TicksPerSecond);
    }

    /// <summary>Reads a message. False if it is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out NtpMessage message)
    {
        message = default;
        if (data.Length < Length)
        {
            return false;
        }

        message = new NtpMessage(
            data[0] >> 6,
            data[0] >> 3 & 7,
            data[0] & 7,
            data[1],
            BinaryPrimitives.ReadUInt64BigEndian(data[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(data[24..]),
            BinaryPrimitives.ReadUInt64BigEndian(data[32..]),
            BinaryPrimitives.ReadUInt64BigEndian(data[40..]));
        return true;
    }

    public byte[] ToBytes()
    {
        // Poll interval 64 s; precision about a microsecond. Delay and dispersion are 0.
        byte[] data = new byte[Length];
        data[0] = (byte)(Leap << 6 | Version << 3 | Mode);
        data[1] = (byte)Stratum;
        data[2] = 6;
        data[3] = unchecked((byte)-20);
        BinaryPrimitives.WriteUInt64BigEndian(data.AsSpan(16), Reference);
        BinaryPrimitives.WriteUInt64BigEndian(data.AsSpan(24), Originate);
        BinaryPrimitives.WriteUInt64BigEndian(data.AsSpan(32), Receive);
        BinaryPrimitives.WriteUInt64BigEndian(data.AsSpan(40), Transmit);
        return data;
    }
}
