// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using NanoTcp.Link;

namespace NanoTcp.HostSim.Tap;

/// <summary>
/// Reads ahead and writes behind. While short frames come without a pause, one system call writes the answers and reads the next frames. After a
/// pause each frame is read and written separately, because waiting gains nothing. So is each long frame: the call costs little beside it, and a
/// buffer in the processor's cache saves more. Frames to write wait until the next read, which every poll of a stack makes, and never longer than the
/// next sleep.
/// </summary>
internal sealed unsafe class TapBatch : IDisposable
{
    /// <summary>Frames that are read at once.</summary>
    private const int MaxReads = 4;

    /// <summary>Frames that wait at most.</summary>
    private const int MaxWrites = 16;

    /// <summary>The largest size of a short frame, with the header that the kernel puts before it.</summary>
    private const int ShortFrame = 2048;

    /// <summary>After so many frames in a row they count as coming without a pause.</summary>
    private const int MinStreak = 4;

    private readonly IoRing _ring;
    private readonly int _fd;
    private readonly int _frameSize;
    private readonly GCHandle[] _pins;
    private readonly nint[] _starts;
    private readonly byte* _writes = (byte*)NativeMemory.Alloc(MaxWrites * ShortFrame);
    private int _waiting;

    // The frames read ahead, in the order of the wire: their buffers and lengths.
    private readonly int[] _order = new int[MaxReads];
    private readonly int[] _lengths = new int[MaxReads];
    private int _taken;
    private int _ahead;

    // The negated error of the kernel; 0 for success.
    private int _error;
    private int _streak;

    private TapBatch(IoRing ring, int fd, int frameSize, int headerSize)
    {
        _ring = ring;
        _fd = fd;
        _frameSize = headerSize + frameSize + FrameBuffer.TailRoom;
        Frames = new FrameBuffer[MaxReads];
        _pins = new GCHandle[MaxReads];
        _starts = new nint[MaxReads];
        for (int i = 0; i < MaxReads; i++)
        {
            Frames[i] = new FrameBuffer(frameSize);
            _pins[i] = GCHandle.Alloc(Frames[i].Data, GCHandleType.Pinned);
            _starts[i] = _pins[i].AddrOfPinnedObject() + FrameBuffer.HeadRoom - headerSize;
        }
    }

    /// <summary>The buffers for reads.</summary>
    public FrameBuffer[] Frames { get; }

    /// <summary>Which of <see cref="Frames"/> the last read has filled.</summary>
    public int Current { get; private set; }

    /// <summary>Whether to use <see cref="Read"/> and <see cref="TryWrite"/>: frames come without a pause, or one waits on either side.</summary>
    public bool IsOn => _streak >= MinStreak || _waiting > 0 || _taken < _ahead;

    /// <summary>Frames that the kernel refused for lack of memory. Nobody could be told.</summary>
    public int Dropped { get; private set; }

    /// <summary>Makes a batch for an interface, or returns null if the kernel does not support it.</summary>
    public static TapBatch? TryCreate(int fd, int frameSize, int headerSize)
    {
        IoRing? ring = IoRing.TryCreate(MaxReads + MaxWrites);
        return ring == null ? null : new TapBatch(ring, fd, frameSize, headerSize);
    }

    /// <summary>Notes a read outside of the batch: its bytes, or an error.</summary>
    public void Note(nint length)
    {
        _streak = length is >= 0 and <= ShortFrame ? _streak + 1 : 0;
        Current = 0;
    }

    /// <summary>The bytes of the next frame, with the header that the kernel puts before it, or a negated error.</summary>
    public int Read()
    {
        if (_taken == _ahead)
        {
            _taken = _ahead = 0;
            Exchange(MaxReads);
            if (_ahead < MaxReads)
            {
                _streak = 0;
            }
        }

        if (_error < 0)
        {
            int error = _error;
            _error = 0;
            return error;
        }

        if (_taken == _ahead)
        {
            return -Libc.EAgain;
        }

        Current = _order[_taken];
        int length = _lengths[_taken++];
        if (length > ShortFrame)
        {
            _streak = 0;
        }

        return length;
    }

    /// <summary>Has a frame wait. False when the frame is too long for that. No frame waits any more then.</summary>
    public bool TryWrite(byte* data, int length)
    {
        if (length > ShortFrame)
        {
            _streak = 0;
            Flush();
            return false;
        }

        if (_waiting == MaxWrites)
        {
            Flush();
        }

        byte* room = _writes + _waiting++ * ShortFrame;
        Buffer.MemoryCopy(data, room, ShortFrame, length);
        _ring.PrepareWrite(_fd, room, length);
        return true;
    }

    /// <summary>Writes what waits.</summary>
    public void Flush()
    {
        if (_waiting > 0)
        {
            Exchange(0);
        }
    }

    public void Dispose()
    {
        _ring.Dispose();
        foreach (GCHandle pin in _pins)
        {
            pin.Free();
        }

        NativeMemory.Free(_writes);
    }

    private void Exchange(int reads)
    {
        for (int i = 0; i < reads; i++)
        {
            _ring.PrepareRead(_fd, (byte*)_starts[i], _frameSize, i);
        }

        _ring.Submit();
        _waiting = 0;
        while (_ring.TryComplete(out int tag, out int result))
        {
            if (result >= 0)
            {
                _order[_ahead] = tag;
                _lengths[_ahead++] = result;
            }
            else if (tag < 0 && -result is Libc.EAgain or Libc.ENoBufs or Libc.ENoMem)
            {
                Dropped++;
            }
            else if (result != -Libc.EAgain)
            {
                _error = result;
            }
        }
    }
}
