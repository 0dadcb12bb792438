// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace NanoTcp.Measure.Occupation;

/// <summary>Counts the complete answers of a server.</summary>
internal sealed class HttpReplyReader
{
    private const string LengthField = "Content-Length: ";
    private const string HeadEnd = "\r\n\r\n";

    private readonly StringBuilder _head = new();
    private int _contentLeft;

    /// <summary>How many have come in whole.</summary>
    public int Count { get; private set; }

    /// <summary>The status of the last answer that has begun.</summary>
    public int Status { get; private set; }

    /// <summary>Takes what has come next.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (_contentLeft > 0)
            {
                _contentLeft--;
                Count += _contentLeft == 0 ? 1 : 0;
                continue;
            }

            _head.Append((char)value);
            if (value == '\n' && _head.Length >= HeadEnd.Length && _head.ToString(_head.Length - HeadEnd.Length, HeadEnd.Length) == HeadEnd)
            {
                TakeHead(_head.ToString());
                _head.Clear();
            }
        }
    }

    private void TakeHead(string head)
    {
        Status = int.Parse(head.AsSpan("HTTP/1.1 ".Length, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        int start = head.IndexOf(LengthField, StringComparison.Ordinal) + LengthField.Length;
        _contentLeft = int.Parse(head.AsSpan(start, head.IndexOf('\r', start) - start), NumberStyles.None, CultureInfo.InvariantCulture);
        Count += _contentLeft == 0 ? 1 : 0;
    }
}
