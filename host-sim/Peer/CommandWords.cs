// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers;
using System.Globalization;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Peer;

/// <summary>Takes the words of one command line, from left to right. Allocates only for addresses.</summary>
internal ref struct CommandWords
{
    private ReadOnlySpan<char> _rest;

    public CommandWords(ReadOnlySpan<char> line)
    {
        _rest = line.Trim(" \t\r");
    }

    public readonly bool AtEnd => _rest.IsEmpty;

    public ReadOnlySpan<char> Next()
    {
        int end = _rest.IndexOfAny(' ', '\t');
        ReadOnlySpan<char> word = end < 0 ? _rest : _rest[..end];
        _rest = _rest[word.Length..].TrimStart(" \t");
        return word;
    }

    /// <summary>A decimal number without a sign, not below <paramref name="min"/>. A larger number than an int counts as the largest int.</summary>
    public bool TryNextNumber(int min, out int number)
    {
        ReadOnlySpan<char> word = Next();
        number = 0;
        if (word.IsEmpty || word.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            number = int.MaxValue;
        }

        return number >= min;
    }

    public bool TryNextPort(int min, out int port)
    {
        return TryNextNumber(min, out port) && port <= 65535;
    }

    public bool TryNextAddress(out uint address)
    {
        return IPv4Address.TryParse(Next().ToString(), out address);
    }

    /// <summary>Pairs of hexadecimal digits, at least one. The buffer must have room for the longest line.</summary>
    public bool TryNextHex(byte[] buffer, out int length)
    {
        return Convert.FromHexString(Next(), buffer, out _, out length) == OperationStatus.Done && length > 0;
    }
}
