// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Globalization;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The options of a segment, in texts and on the wire.</summary>
internal sealed partial class Segment
{
    public int? WindowScale { get; set; }

    public bool SackPermitted { get; set; }

    /// <summary>The blocks of selective acknowledgments: each from its first number to the one behind its last; null: no option.</summary>
    public (uint Start, uint End)[]? Sack { get; set; }

    /// <summary>TSval; null in an expectation, where a text says <c>*</c>: any.</summary>
    public uint? TimestampValue { get; set; }

    /// <summary>TSecr.</summary>
    public uint? TimestampEcho { get; set; }

    /// <summary>A word of a text. False when it is no option.</summary>
    private bool TakeOption(string[] pair)
    {
        switch (pair)
        {
            case ["sackok"]:
                SackPermitted = true;
                return true;
            case ["wscale", var shift]:
                WindowScale = int.Parse(shift, CultureInfo.InvariantCulture);
                return true;
            case ["sack", "none"]:
                Sack = [];
                return true;
            case ["sack", var blocks]:
                Sack = [.. blocks.Split(',').Select(block => block.Split('-')).Select(edges => (Number(edges[0])!.Value, Number(edges[1])!.Value))];
                return true;
            case ["ts", var times]:
                string[] both = times.Split('/');
                TimestampValue = Number(both[0]);
                TimestampEcho = Number(both[1]);
                return true;
            default:
                return false;
        }
    }

    private static uint? Number(string text) => text == "*" ? null : uint.Parse(text, CultureInfo.InvariantCulture);

    private void ReadOptions()
    {
        for (int at = 0; at < Options.Length && Options[at] != TcpHeader.OptionEnd; at += Options[at] == TcpHeader.OptionNop ? 1 : Options[at + 1])
        {
            ReadOnlySpan<byte> value = Options[at] == TcpHeader.OptionNop ? [] : Options.AsSpan(at + 2, Options[at + 1] - 2);
            switch (Options[at])
            {
                case TcpHeader.OptionMss:
                    Mss = BinaryPrimitives.ReadUInt16BigEndian(value);
                    break;
                case TcpHeader.OptionWindowScale:
                    WindowScale = value[0];
                    break;
                case TcpHeader.OptionSackPermitted:
                    SackPermitted = true;
                    break;
                case TcpHeader.OptionTimestamps:
                    TimestampValue = BinaryPrimitives.ReadUInt32BigEndian(value);
                    TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
                    break;
                case TcpHeader.OptionSack:
                    Sack = new (uint, uint)[value.Length / 8];
                    for (int i = 0; i < Sack.Length; i++)
                    {
                        Sack[i] = (BinaryPrimitives.ReadUInt32BigEndian(value[(8 * i)..]), BinaryPrimitives.ReadUInt32BigEndian(value[(8 * i + 4)..]));
                    }

                    break;
            }
        }
    }

    private byte[] WriteOptions()
    {
        List<byte> bytes = [];
        if (Mss is { } mss)
        {
            bytes.AddRange([TcpHeader.OptionMss, 4, (byte)(mss >> 8), (byte)mss]);
        }

        if (WindowScale is { } shift)
        {
            bytes.AddRange([TcpHeader.OptionWindowScale, 3, (byte)shift]);
        }

        if (SackPermitted)
        {
            bytes.AddRange([TcpHeader.OptionSackPermitted, 2]);
        }

        if (TimestampValue is { } value)
        {
            bytes.AddRange([TcpHeader.OptionTimestamps, 10, .. Bytes(value), .. Bytes(TimestampEcho ?? 0)]);
        }

        if (Sack is { Length: > 0 } blocks)
        {
            bytes.AddRange([TcpHeader.OptionSack, (byte)(2 + 8 * blocks.Length), .. blocks.SelectMany(block => (byte[])[.. Bytes(block.Start), .. Bytes(block.End)])]);
        }

        while (bytes.Count % 4 != 0)
        {
            bytes.Add(TcpHeader.OptionEnd);
        }

        return bytes.Count > 0 ? [.. bytes] : Options;
    }

    private static byte[] Bytes(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private bool OptionsMatch(Segment expected)
        => (expected.WindowScale is null || expected.WindowScale == WindowScale)
            && (!expected.SackPermitted || SackPermitted)
            && (expected.Sack is null || expected.Sack.SequenceEqual(Sack ?? []))
            && (expected.TimestampValue is null || expected.TimestampValue == TimestampValue)
            && (expected.TimestampEcho is null || expected.TimestampEcho == TimestampEcho);

    private string OptionsText()
        => (WindowScale is null ? "" : $" wscale={WindowScale}")
            + (SackPermitted ? " sackok" : "")
            + (TimestampValue is null ? "" : $" ts={TimestampValue}/{TimestampEcho}")
            + (Sack is null ? "" : $" sack={string.Join(',', Sack.Select(block => $"{block.Start}-{block.End}"))}");
}
