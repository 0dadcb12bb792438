// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;

namespace NanoTcp.HostSim.Peer;

/// <summary>Cuts what arrives on standard input into lines. A line that is too long is reported as such, once, at its end.</summary>
internal sealed class CommandLines
{
    /// <summary>The longest line in bytes: room for <c>send</c> with 64 KiB.</summary>
    public const int MaxLine = 132 * 1024;

    private readonly byte[] _bytes = new byte[MaxLine + 1];
    private readonly char[] _characters = new char[MaxLine + 1];
    private int _start;
    private int _end;
    private int _searched;
    private bool _tooLong;

    /// <summary>Where to put what arrives next. Never empty.</summary>
    public Span<byte> Room
    {
        get
        {
            if (_end == _bytes.Length)
            {
                MakeRoom();
            }

            return _bytes.AsSpan(_end);
        }
    }

    /// <summary>That many bytes have been put into <see cref="Room"/>.</summary>
    public void Add(int count)
    {
        _end += count;
    }

    /// <summary>Takes a line that has ended. The text is valid until the next call. It is empty when <paramref name="tooLong"/>.</summary>
    public bool TryTake(out ReadOnlySpan<char> line, out bool tooLong)
    {
        int length = _bytes.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (length < 0)
        {
            _searched = _end;
            line = default;
            tooLong = false;
            return false;
        }

        int end = _searched + length;
        Take(end, out line, out tooLong);
        _start = end + 1;
        _searched = _start;
        return true;
    }

    /// <summary>Takes the rest when no more will arrive. False when there is nothing.</summary>
    public bool TryTakeRest(out ReadOnlySpan<char> line, out bool tooLong)
    {
        bool any = _end > _start || _tooLong;
        Take(_end, out line, out tooLong);
        _start = _end;
        return any;
    }

    private void Take(int end, out ReadOnlySpan<char> line, out bool tooLong)
    {
        tooLong = _tooLong;
        _tooLong = false;
        int count = tooLong ? 0 : Encoding.Latin1.GetChars(_bytes.AsSpan(_start, end - _start), _characters);
        line = _characters.AsSpan(0, count);
    }

    private void MakeRoom()
    {
        if (_start == 0)
        {
            // One line fills the whole buffer. The rest of it is discarded.
            _tooLong = true;
            _end = 0;
            _searched = 0;
            return;
        }

        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        _end -= _start;
        _searched -= _start;
        _start = 0;
    }
}
