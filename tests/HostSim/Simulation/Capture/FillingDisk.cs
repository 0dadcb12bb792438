// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim.Simulation.Capture;

/// <summary>A file on a disk that has room for so many bytes. Like a real disk it takes what fits before it refuses the rest.</summary>
internal sealed class FillingDisk(int room) : Stream
{
    private readonly MemoryStream _content = new();

    /// <summary>Whether all operations on the file fail once it is full.</summary>
    public bool IsGone { get; init; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _content.Length;

    public override long Position
    {
        get => _content.Position;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        int fits = (int)Math.Min(count, room - Length);
        _content.Write(buffer, offset, fits);
        if (fits < count)
        {
            throw new IOException("The disk is full.");
        }
    }

    public override void SetLength(long value)
    {
        if (IsGone)
        {
            throw new IOException("There is no disk.");
        }

        _content.SetLength(value);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        throw new NotSupportedException();
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        throw new NotSupportedException();
    }
}
