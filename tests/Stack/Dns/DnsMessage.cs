// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;

namespace NanoTcp.Tests.Stack.Dns;

/// <summary>Makes messages of DNS byte by byte, honest or not, independently of the stack's writer.</summary>
internal sealed class DnsMessage
{
    private readonly List<byte> _bytes = [.. new byte[12]];

    public DnsMessage(int id, int flags, int questions = 0, int answers = 0, int authorities = 0, int additionals = 0)
    {
        int[] header = [id, flags, questions, answers, authorities, additionals];
        for (int i = 0; i < header.Length; i++)
        {
            Set(2 * i, (byte)(header[i] >> 8), (byte)header[i]);
        }
    }

    /// <summary>Bytes so far, so that a pointer can be made to what comes next.</summary>
    public int Length => _bytes.Count;

    /// <summary>A plain name without escapes, in wire form.</summary>
    public static byte[] Name(string name)
    {
        return [.. name.TrimEnd('.').Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => Encoding.UTF8.GetBytes(label).Prepend((byte)Encoding.UTF8.GetByteCount(label))), 0];
    }

    /// <summary>Labels, and then a pointer.</summary>
    public static byte[] Pointing(int target, string labels = "")
    {
        return [.. Name(labels)[..^1], (byte)(0xC0 | (target >> 8)), (byte)target];
    }

    public static byte[] UInt16(params int[] values)
    {
        return [.. values.SelectMany(value => new[] { (byte)(value >> 8), (byte)value })];
    }

    public static byte[] UInt32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public DnsMessage Add(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public DnsMessage Question(byte[] name, int type, int dnsClass = 1)
    {
        return Add(name).Add(UInt16(type, dnsClass));
    }

    public DnsMessage Question(string name, int type)
    {
        return Question(Name(name), type);
    }

    /// <param name="length">What the record says that its length is; null: the truth.</param>
    public DnsMessage Record(byte[] name, int type, uint timeToLive, byte[] data, int dnsClass = 1, int? length = null)
    {
        return Add(name).Add(UInt16(type, dnsClass)).Add(UInt32(timeToLive)).Add(UInt16(length ?? data.Length)).Add(data);
    }

    public DnsMessage Record(string name, int type, uint timeToLive, params byte[] data)
    {
        return Record(Name(name), type, timeToLive, data);
    }

    public DnsMessage Set(int offset, params byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            _bytes[offset + i] = bytes[i];
        }

        return this;
    }

    public byte[] ToArray()
    {
        return [.. _bytes];
    }
}
