// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Text;

namespace NanoTcp.Tests.Interop;

/// <summary>Collects the output of a program. A caller can wait for a text in it.</summary>
internal sealed class OutputReader
{
    private readonly Stream _source;
    private readonly MemoryStream _collected = new();
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _news = new();
    private readonly Thread _thread;
    private int _taken;
    private bool _ended;

    public OutputReader(Stream source)
    {
        _source = source;
        _thread = new Thread(Collect) { IsBackground = true };
        _thread.Start();
    }

    public byte[] Bytes
    {
        get
        {
            lock (_gate)
            {
                return _collected.ToArray();
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Waits until the text fulfils the condition. False when it ends, or the time does, before.</summary>
    public bool WaitFor(Predicate<byte[]> condition, TimeSpan limit)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            bool ended;
            lock (_gate)
            {
                _news.Reset();
                ended = _ended;
            }

            if (condition(Bytes))
            {
                return true;
            }

            TimeSpan left = limit - watch.Elapsed;
            if (ended || left <= TimeSpan.Zero || !_news.Wait(left))
            {
                return false;
            }
        }
    }

    /// <summary>Waits for the next line that has not been taken yet. Null when the output or the time ends before.</summary>
    public string? TakeLine(TimeSpan limit)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            bool ended;
            lock (_gate)
            {
                _news.Reset();
                ended = _ended;
                ReadOnlySpan<byte> rest = _collected.GetBuffer().AsSpan(_taken, (int)_collected.Length - _taken);
                int length = rest.IndexOf((byte)'\n');
                if (length >= 0)
                {
                    _taken += length + 1;
                    return Encoding.UTF8.GetString(rest[..length]);
                }
            }

            TimeSpan left = limit - watch.Elapsed;
            if (ended || left <= TimeSpan.Zero || !_news.Wait(left))
            {
                return null;
            }
        }
    }

    /// <summary>Waits for the end of the output. False when the time ends before.</summary>
    public bool WaitForEnd(TimeSpan limit)
    {
        return _thread.Join(limit);
    }

    private void Collect()
    {
        byte[] buffer = new byte[65536];
        int count;
        do
        {
            count = _source.Read(buffer, 0, buffer.Length);
            lock (_gate)
            {
                _collected.Write(buffer, 0, count);
                _ended = count == 0;
                _news.Set();
            }
        }
        while (count > 0);
    }
}
