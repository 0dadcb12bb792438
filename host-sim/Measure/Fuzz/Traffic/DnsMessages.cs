// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>Writes the parts of messages of DNS and mDNS (RFC 1035 §4.1), each record marked as one.</summary>
internal static class DnsMessages
{
    public const int Address = 1;
    public const int Alias = 5;
    public const int Pointer = 12;
    public const int Text = 16;
    public const int Service = 33;
    public const int Internet = 1;

    /// <summary>The unique-record bit of mDNS, and the bit that wants a unicast answer.</summary>
    public const int TopBit = 0x8000;

    /// <summary>A name in the form of the wire.</summary>
    public static byte[] Name(string name)
    {
        List<byte> bytes = [];
        foreach (string label in name.Split('.'))
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(label));
        }

        return [.. bytes, 0];
    }

    public static void WriteHeader(FuzzFrame frame, int id, int flags, int questions, int answers, int authorities, int additional)
    {
        frame.Write16(id);
        frame.Write16(flags);
        frame.Write16(questions);
        frame.Write16(answers);
        frame.Write16(authorities);
        frame.Write16(additional);
    }

    public static void WriteQuestion(FuzzFrame frame, ReadOnlySpan<byte> name, int type, int dnsClass)
    {
        frame.BeginRecord();
        WriteName(frame, name);
        frame.Write16(type);
        frame.Write16(dnsClass);
        frame.EndRecord();
    }

    /// <summary>A record with any data.</summary>
    public static void WriteRecord(FuzzFrame frame, ReadOnlySpan<byte> name, int type, int dnsClass, uint timeToLive, ReadOnlySpan<byte> data)
    {
        frame.BeginRecord();
        WriteName(frame, name);
        frame.Write16(type);
        frame.Write16(dnsClass);
        frame.Write32(timeToLive);
        frame.Write16(data.Length);
        frame.Write(data);
        frame.EndRecord();
    }

    /// <summary>A time to live: a usual one, or one at a boundary.</summary>
    public static uint PickTimeToLive(SplitMix64 random)
    {
        return random.Below(6) switch { 0 => 0, 1 => 1, 2 => 0x7FFFFFFF, 3 => 0xFFFFFFFF, _ => (uint)random.Below(5000) };
    }

    private static void WriteName(FuzzFrame frame, ReadOnlySpan<byte> name)
    {
        for (int at = 0; at < name.Length;)
        {
            int length = name[at] >= 0xC0 ? 1 : name[at];
            frame.Write8(name[at]);
            frame.Write(name.Slice(at + 1, Math.Min(length, name.Length - at - 1)));
            at += 1 + length;
        }
    }
}
