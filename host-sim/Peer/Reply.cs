// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Text;
using System.Text;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Peer;

/// <summary>Builds one reply line in a buffer that is used again and again.</summary>
internal sealed class Reply(int capacity)
{
    private readonly byte[] _buffer = new byte[capacity];
    private int _length;

    public ReadOnlySpan<byte> Text => _buffer.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
    }

    public Reply Ok()
    {
        return Append("ok"u8);
    }

    public void Again()
    {
        Append("again"u8);
    }

    public void Error(string name)
    {
        Append("err"u8).Word(name);
    }

    public Reply Word(string word)
    {
        Append(" "u8);
        _length += Encoding.ASCII.GetBytes(word, _buffer.AsSpan(_length));
        return this;
    }

    public Reply Number(int number)
    {
        Append(" "u8);
        return Digits(number);
    }

    public Reply Address(uint address)
    {
        return Word(IPv4Address.ToString(address));
    }

    public Reply Pair(string key, string value)
    {
        Word(key);
        Append("="u8);
        _length += Encoding.ASCII.GetBytes(value, _buffer.AsSpan(_length));
        return this;
    }

    public Reply Pair(string key, long value)
    {
        Word(key);
        Append("="u8);
        return Digits(value);
    }

    public void Hex(ReadOnlySpan<byte> bytes)
    {
        Append(" "u8);
        Convert.TryToHexStringLower(bytes, _buffer.AsSpan(_length), out int written);
        _length += written;
    }

    public void EndLine()
    {
        Append("\n"u8);
    }

    private Reply Digits(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out int written);
        _length += written;
        return this;
    }

    private Reply Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
        return this;
    }
}
