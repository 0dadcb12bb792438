// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>A message of the client, read by hand from its frame (RFC 2131 §2).</summary>
internal sealed class SentMessage(byte[] frame, long at)
{
    private const int Packet = 14;
    private const int Message = Packet + 20 + 8;
    private const int Options = Message + 240;

    /// <summary>When it was sent, in milliseconds.</summary>
    public long At => at;

    public byte[] Frame => frame;

    /// <summary>Bytes of the UDP payload.</summary>
    public int Length => frame.Length - Message;

    public bool IsBroadcastFrame => frame[0] == 0xFF;

    public uint Source => ReadUInt32(Packet + 12);

    public uint Destination => ReadUInt32(Packet + 16);

    public uint Transaction => ReadUInt32(Message + 4);

    public int Seconds => BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(Message + 8));

    public bool WantsBroadcast => (frame[Message + 10] & 0x80) != 0;

    public uint ClientAddress => ReadUInt32(Message + 12);

    public uint YourAddress => ReadUInt32(Message + 16);

    /// <summary>op, htype, hlen, hops.</summary>
    public byte[] Head => frame[Message..(Message + 4)];

    public byte[] HardwareAddress => frame[(Message + 28)..(Message + 44)];

    public int Type => Get(Option.Type)![0];

    /// <summary>The codes of its options in order.</summary>
    public IEnumerable<int> Codes => All().Select(option => option.Code);

    /// <summary>An option's content; null if it is missing.</summary>
    public byte[]? Get(int code) => All().Where(option => option.Code == code).Select(option => option.Content).FirstOrDefault();

    public uint? GetAddress(int code) => Get(code) is { Length: 4 } content ? BinaryPrimitives.ReadUInt32BigEndian(content) : null;

    /// <summary>What stands behind the end of the options.</summary>
    public byte[] Padding => frame[(Options + All().Sum(option => 2 + option.Content.Length) + 1)..];

    private IEnumerable<(int Code, byte[] Content)> All()
    {
        int at = Options;
        for (; frame[at] != 255; at += 2 + frame[at + 1])
        {
            yield return (frame[at], frame[(at + 2)..(at + 2 + frame[at + 1])]);
        }
    }

    private uint ReadUInt32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(offset));
}
