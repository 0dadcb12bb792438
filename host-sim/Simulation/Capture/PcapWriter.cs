// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Capture;

/// <summary>
/// Writes a capture file that Wireshark reads: classic pcap with stamps in nanoseconds, little-endian. Each record leaves in one write, so the file
/// holds whole records at any moment, whatever ends the program or fills the disk. Lost frames are not in it, and duplicated ones are in it twice.
/// </summary>
public sealed class PcapWriter : IFrameSink, IDisposable
{
    private const uint NanosecondMagic = 0xA1B23C4D;
    private const int LinkTypeEthernet = 1;
    private const int FileHeaderLength = 24;
    private const int RecordHeaderLength = 16;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Stream _output;
    private readonly long _startSeconds;
    private readonly long _startNanoseconds;
    private readonly Action<string> _tell;
    private readonly byte[] _record = new byte[RecordHeaderLength + EthernetHeader.MaxFrame];
    private long _length;

    /// <summary>
    /// Writes the file header. The stream must not buffer; it is closed with the writer. When it fails later, the reason is reported once.
    /// </summary>
    public PcapWriter(Stream output, DateTimeOffset start, Action<string> tell)
    {
        _output = output;
        _tell = tell;
        _startSeconds = start.ToUnixTimeSeconds();
        _startNanoseconds = start.Ticks % TimeSpan.TicksPerSecond * 100;

        Span<byte> header = stackalloc byte[FileHeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], EthernetHeader.MaxFrame);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], LinkTypeEthernet);
        _output.Write(header);
        _length = FileHeaderLength;
    }

    /// <summary>Whether the file could not take a record. From then on no more are written.</summary>
    public bool HasFailed { get; private set; }

    /// <inheritdoc/>
    public void Write(long nanoseconds, byte[] data, int offset, int length, FrameFate fate)
    {
        // Frames after the end, such as the RST of an open connection, are not recorded.
        if (HasFailed || !_output.CanWrite || (fate & FrameFate.Lost) != 0)
        {
            return;
        }

        long sinceSecond = _startNanoseconds + nanoseconds;
        Span<byte> header = _record;
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(_startSeconds + sinceSecond / NanosecondsPerSecond));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(sinceSecond % NanosecondsPerSecond));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], length);
        Array.Copy(data, offset, _record, RecordHeaderLength, length);
        int records = (fate & FrameFate.Duplicated) != 0 ? 2 : 1;
        for (int i = 0; i < records && !HasFailed; i++)
        {
            Append(RecordHeaderLength + length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
    }

    private void Append(int length)
    {
        try
        {
            _output.Write(_record, 0, length);
            _length += length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            HasFailed = true;
            CutBack();
            _tell(e.Message);
        }
    }

    // The part of the last record that a full disk has taken is removed.
    private void CutBack()
    {
        try
        {
            _output.SetLength(_length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is gone, so the file cannot be mended. The failed write has been reported.
        }
    }
}
