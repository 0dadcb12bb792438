// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.HostSim.Wire;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Capture;

/// <summary>
/// Writes a capture file that Wireshark reads: classic pcap with stamps in nanoseconds, little-endian. Each record leaves in one
/// write, so the file is whole at any moment, whatever ends the program. Lost frames are not in it, duplicated ones are twice.
/// </summary>
internal sealed class PcapWriter : IFrameSink, IDisposable
{
    private const uint NanosecondMagic = 0xA1B23C4D;
    private const int LinkTypeEthernet = 1;
    private const int FileHeaderLength = 24;
    private const int RecordHeaderLength = 16;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Stream _output;
    private readonly long _startSeconds;
    private readonly long _startNanoseconds;
    private readonly byte[] _record = new byte[RecordHeaderLength + EthernetHeader.MaxFrame];

    /// <summary>Writes the file header. The stream must not buffer; it is closed with the writer.</summary>
    public PcapWriter(Stream output, DateTimeOffset start)
    {
        _output = output;
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
    }

    /// <summary>Creates the file, or replaces it.</summary>
    /// <exception cref="CaptureException">It cannot be written.</exception>
    public static PcapWriter Create(string path, DateTimeOffset start)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            return new PcapWriter(file, start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            throw new CaptureException($"The capture file '{path}' cannot be written: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Write(long nanoseconds, byte[] data, int offset, int length, FrameFate fate)
    {
        if ((fate & FrameFate.Lost) != 0)
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
        _output.Write(_record, 0, RecordHeaderLength + length);
        if ((fate & FrameFate.Duplicated) != 0)
        {
            _output.Write(_record, 0, RecordHeaderLength + length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
    }
}
