// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text;
using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Simulation.Boards;

/// <summary>The last SPI transactions and frames of a controller, for the report of an incident.</summary>
public sealed class TrafficHistory(IHardwareClock clock)
{
    private const int Transactions = 32;
    private const int Frames = 8;

    /// <summary>Bytes of a transaction that are kept, each way: a header and the registers of one read.</summary>
    private const int TransactionBytes = 20;

    /// <summary>Bytes of a frame that are kept: all headers with options, and the beginning of the text.</summary>
    private const int FrameBytes = 128;

    private readonly Record[] _transactions = MakeRecords(Transactions, 2 * TransactionBytes);
    private readonly Record[] _frames = MakeRecords(Frames, FrameBytes);
    private long _transactionCount;
    private long _frameCount;

    /// <summary>A chip select has become active.</summary>
    public void BeginTransaction()
    {
        _transactions[_transactionCount++ % Transactions].Begin(clock.Nanoseconds, "");
    }

    /// <summary>The host begins to clock bytes under it.</summary>
    public void AddFromHost(ReadOnlySpan<byte> bytes)
    {
        Record record = Transaction;
        int kept = record.Kept(TransactionBytes);
        bytes[..Math.Min(bytes.Length, TransactionBytes - kept)].CopyTo(record.Bytes.AsSpan(kept));
        record.Length += bytes.Length;
    }

    /// <summary>The chip has answered.</summary>
    public void AddFromChip(ReadOnlySpan<byte> bytes)
    {
        Record record = Transaction;
        int kept = Math.Min(record.Answered, TransactionBytes);
        bytes[..Math.Min(bytes.Length, TransactionBytes - kept)].CopyTo(record.Bytes.AsSpan(TransactionBytes + kept));
        record.Answered += bytes.Length;
    }

    /// <summary>A frame has gone one way or the other.</summary>
    public void AddFrame(string way, ReadOnlySpan<byte> frame)
    {
        Record record = _frames[_frameCount++ % Frames];
        record.Begin(clock.Nanoseconds, way);
        record.Length = frame.Length;
        frame[..record.Kept(FrameBytes)].CopyTo(record.Bytes);
    }

    /// <summary>Both, the oldest first, a line each.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine($"SPI transactions, the oldest first (seconds, bytes, from the host > from the chip):");
        foreach (Record record in InOrder(_transactions, _transactionCount))
        {
            int kept = record.Kept(TransactionBytes);
            AppendStart(text, record);
            AppendHex(text, record.Bytes.AsSpan(0, kept), record.Length);
            text.Append(" >");
            AppendHex(text, record.Bytes.AsSpan(TransactionBytes, Math.Min(record.Answered, TransactionBytes)), record.Answered);
            text.AppendLine();
        }

        text.AppendLine($"Frames, the oldest first (seconds, bytes, way):");
        foreach (Record record in InOrder(_frames, _frameCount))
        {
            AppendStart(text, record);
            text.Append(' ').Append(record.Way);
            AppendHex(text, record.Bytes.AsSpan(0, record.Kept(FrameBytes)), record.Length);
            text.AppendLine();
        }

        return text.ToString();
    }

    private Record Transaction => _transactions[Math.Max(_transactionCount - 1, 0) % Transactions];

    private static Record[] MakeRecords(int count, int bytes)
    {
        return [.. Enumerable.Range(0, count).Select(_ => new Record(bytes))];
    }

    private static IEnumerable<Record> InOrder(Record[] records, long count)
    {
        for (long i = Math.Max(0, count - records.Length); i < count; i++)
        {
            yield return records[i % records.Length];
        }
    }

    private static void AppendStart(StringBuilder text, Record record)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {record.Nanoseconds / 1e9:0.000000000} {record.Length,5}");
    }

    private static void AppendHex(StringBuilder text, ReadOnlySpan<byte> bytes, int length)
    {
        foreach (byte value in bytes)
        {
            text.Append(CultureInfo.InvariantCulture, $" {value:x2}");
        }

        if (length > bytes.Length)
        {
            text.Append(" ...");
        }
    }

    private sealed class Record(int size)
    {
        public byte[] Bytes { get; } = new byte[size];

        public long Nanoseconds { get; private set; }

        public string Way { get; private set; } = "";

        public int Length { get; set; }

        /// <summary>Bytes of the chip's answer. There are none yet in the transaction of the incident.</summary>
        public int Answered { get; set; }

        public void Begin(long nanoseconds, string way)
        {
            Nanoseconds = nanoseconds;
            Way = way;
            Length = 0;
            Answered = 0;
        }

        public int Kept(int most)
        {
            return Math.Min(Length, most);
        }
    }
}
