// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>
/// A message of a server, made by hand, so that it can be wrong. Its options have lengths as they are given, and stand where they are put.
/// </summary>
internal sealed class Reply
{
    private readonly List<(int Code, byte[] Content)> _options = [];

    private Reply(SentMessage to, int type)
    {
        Transaction = to.Transaction;
        With(Option.Type, (byte)type);
    }

    public byte Operation { get; set; } = 2;

    public byte HardwareType { get; set; } = 1;

    public byte HardwareLength { get; set; } = 6;

    public uint Transaction { get; set; }

    public uint YourAddress { get; set; }

    public uint Relay { get; set; }

    public uint Cookie { get; set; } = 0x63825363;

    /// <summary>All sixteen bytes of chaddr.</summary>
    public byte[] HardwareAddress { get; } = [.. Frames.OwnMac, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What stands in the fields sname and file.</summary>
    public byte[] ServerName { get; set; } = [];

    public byte[] File { get; set; } = [];

    /// <summary>What stands instead of the end of the options, and behind it.</summary>
    public byte[] Tail { get; set; } = [255];

    /// <summary>Not shorter than this.</summary>
    public int LeastLength { get; set; } = 300;

    public static Reply Offer(SentMessage to, uint? address = null, uint? server = null) => new Reply(to, Option.Offer).WithLease(address, server);

    public static Reply Ack(SentMessage to, uint? address = null, uint? server = null, uint seconds = DhcpBench.LeaseSeconds)
        => new Reply(to, Option.Ack).WithLease(address, server).With(Option.LeaseTime, seconds);

    public static Reply Nak(SentMessage to, uint? server = null) => new Reply(to, Option.Nak).With(Option.Server, server ?? DhcpBench.Server);

    /// <summary>A message of any type, or none.</summary>
    public static Reply Of(SentMessage to, int type) => new(to, type);

    /// <summary>Sets an option.</summary>
    public Reply With(int code, params byte[] content)
    {
        int index = _options.FindIndex(option => option.Code == code);
        if (index < 0)
        {
            return Adding(code, content);
        }

        _options[index] = (code, content);
        return this;
    }

    public Reply With(int code, params uint[] numbers) => With(code, (byte[])[.. numbers.SelectMany(Bytes)]);

    public Reply With(int code, string text) => With(code, Encoding.Latin1.GetBytes(text));

    /// <summary>Adds an option behind the others, also if there is one with its code.</summary>
    public Reply Adding(int code, params byte[] content)
    {
        _options.Add((code, content));
        return this;
    }

    public Reply Without(int code)
    {
        _options.RemoveAll(option => option.Code == code);
        return this;
    }

    /// <summary>Changes what has no method of its own.</summary>
    public Reply But(Action<Reply> change)
    {
        change(this);
        return this;
    }

    public static byte[] Bytes(uint number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    /// <summary>An option as it stands in a field.</summary>
    public static byte[] Encode(int code, params byte[] content) => [(byte)code, (byte)content.Length, .. content];

    public byte[] ToBytes()
    {
        byte[] head = new byte[240];
        head[0] = Operation;
        head[1] = HardwareType;
        head[2] = HardwareLength;
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), Transaction);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(16), YourAddress);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(24), Relay);
        HardwareAddress.CopyTo(head, 28);
        ServerName.CopyTo(head, 44);
        File.CopyTo(head, 108);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(236), Cookie);
        byte[] message = [.. head, .. _options.SelectMany(option => Encode(option.Code, option.Content)), .. Tail];
        return message.Length < LeastLength ? [.. message, .. new byte[LeastLength - message.Length]] : message;
    }

    private Reply WithLease(uint? address, uint? server)
    {
        YourAddress = address ?? DhcpBench.Leased;
        return With(Option.Server, server ?? DhcpBench.Server).With(Option.LeaseTime, DhcpBench.LeaseSeconds).With(Option.Mask, 0xFFFFFF00u)
            .With(Option.Router, DhcpBench.Server).With(Option.Dns, DhcpBench.Server);
    }
}
