// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;

namespace NanoTcp.Simulation.Messages;

/// <summary>A message of DHCP (RFC 2131 §2). Addresses are numbers as in <see cref="NanoTcp.Wire.IPv4Address"/>.</summary>
public sealed class DhcpMessage
{
    public const int ServerPort = 67;
    public const int ClientPort = 68;

    private const int FixedLength = 236;
    private const int HardwareLength = 6;
    private const uint MagicCookie = 0x63825363;
    private const int Pad = 0;
    private const int End = 255;
    private const int LongestOption = 255;

    /// <summary>Relays drop shorter messages (RFC 1542 §2.1).</summary>
    private const int ShortestMessage = 300;

    private readonly SortedDictionary<int, byte[]> _options = [];

    /// <summary>Whether a server has sent it.</summary>
    public bool IsReply { get; init; }

    public uint TransactionId { get; init; }

    /// <summary>Whether the client cannot receive unicast yet.</summary>
    public bool WantsBroadcast { get; init; }

    /// <summary>ciaddr.</summary>
    public uint ClientAddress { get; init; }

    /// <summary>yiaddr.</summary>
    public uint YourAddress { get; init; }

    /// <summary>chaddr.</summary>
    public byte[] HardwareAddress { get; init; } = new byte[HardwareLength];

    public DhcpMessageType Type => Get(DhcpOption.MessageType) is [byte type] ? (DhcpMessageType)type : DhcpMessageType.None;

    /// <summary>The content of an option; null if it is missing.</summary>
    public byte[]? Get(DhcpOption option)
    {
        return _options.GetValueOrDefault((int)option);
    }

    /// <summary>An option that is an address, or a list that begins with one; null if it is missing or too short.</summary>
    public uint? GetAddress(DhcpOption option)
    {
        return Get(option) is { Length: >= 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null;
    }

    /// <summary>An option that is a text, without the zeros that some hosts put at its end.</summary>
    public string? GetText(DhcpOption option)
    {
        return Get(option) is byte[] bytes ? Encoding.ASCII.GetString(bytes).TrimEnd('\0') : null;
    }

    public DhcpMessage Add(DhcpOption option, params byte[] content)
    {
        _options[(int)option] = content;
        return this;
    }

    /// <summary>An option of addresses, or of a time in seconds.</summary>
    public DhcpMessage Add(DhcpOption option, params IReadOnlyList<uint> values)
    {
        byte[] content = new byte[4 * values.Count];
        for (int i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4 * i), values[i]);
        }

        return Add(option, content);
    }

    /// <summary>Reads a message. False if it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out DhcpMessage message)
    {
        message = new DhcpMessage();
        if (data.Length < FixedLength + 4 || data[0] is not (1 or 2) || data[1] != 1 || data[2] != HardwareLength
            || BinaryPrimitives.ReadUInt32BigEndian(data[FixedLength..]) != MagicCookie)
        {
            return false;
        }

        message = new DhcpMessage
        {
            IsReply = data[0] == 2,
            TransactionId = BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
            WantsBroadcast = (data[10] & 0x80) != 0,
            ClientAddress = BinaryPrimitives.ReadUInt32BigEndian(data[12..]),
            YourAddress = BinaryPrimitives.ReadUInt32BigEndian(data[16..]),
            HardwareAddress = data.Slice(28, HardwareLength).ToArray(),
        };
        return message.TryReadOptions(data[(FixedLength + 4)..]);
    }

    public byte[] ToBytes()
    {
        List<byte> options = [];
        foreach ((int option, byte[] content) in _options)
        {
            // A long option is several of the same number (RFC 3396).
            foreach (byte[] part in content.Chunk(LongestOption))
            {
                options.AddRange([(byte)option, (byte)part.Length, .. part]);
            }
        }

        options.Add(End);
        byte[] data = new byte[Math.Max(FixedLength + 4 + options.Count, ShortestMessage)];
        data[0] = (byte)(IsReply ? 2 : 1);
        data[1] = 1;
        data[2] = HardwareLength;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), TransactionId);
        data[10] = (byte)(WantsBroadcast ? 0x80 : 0);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(12), ClientAddress);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(16), YourAddress);
        HardwareAddress.CopyTo(data, 28);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(FixedLength), MagicCookie);
        options.CopyTo(data, FixedLength + 4);
        return data;
    }

    private bool TryReadOptions(ReadOnlySpan<byte> data)
    {
        for (int i = 0; i < data.Length && data[i] != End; i++)
        {
            if (data[i] == Pad)
            {
                continue;
            }

            if (i + 1 >= data.Length || i + 2 + data[i + 1] > data.Length)
            {
                return false;
            }

            int option = data[i];
            int length = data[i + 1];
            _options[option] = [.. _options.GetValueOrDefault(option, []), .. data.Slice(i + 2, length)];
            i += 1 + length;
        }

        return true;
    }
}
