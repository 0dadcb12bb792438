// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;

namespace NanoTcp.Simulation.Messages;

/// <summary>A message of DNS (RFC 1035 §4.1), also as mDNS sends it. Names are in lower case and without a dot at the end.</summary>
/// <param name="Id">Its number; 0 in mDNS.</param>
/// <param name="Flags">The second word of the header.</param>
/// <param name="Questions">What is asked.</param>
/// <param name="Answers">The answer section.</param>
/// <param name="Others">The authority and additional sections.</param>
public sealed record DnsMessage(int Id, int Flags, IReadOnlyList<DnsQuestion> Questions, IReadOnlyList<DnsRecord> Answers, IReadOnlyList<DnsRecord> Others)
{
    public const int Port = 53;
    public const int MulticastPort = 5353;
    public const int Response = 0x8000;
    public const int Authoritative = 0x0400;
    public const int RecursionDesired = 0x0100;
    public const int NameError = 3;
    public const int Refused = 5;
    public const int TypeA = 1;
    public const int TypePtr = 12;
    public const int ClassIn = 1;

    private const int HeaderLength = 12;
    private const int LongestName = 255;
    private const int Pointer = 0xC0;

    public bool IsResponse => (Flags & Response) != 0;

    public int ResponseCode => Flags & 15;

    /// <summary>A question for one name.</summary>
    public static DnsMessage Ask(int id, int flags, string name, int type)
    {
        return new DnsMessage(id, flags, [new DnsQuestion(name, type, ClassIn)], [], []);
    }

    /// <summary>Reads a message. False if it is not whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out DnsMessage message)
    {
        message = Ask(0, 0, "", 0);
        if (data.Length < HeaderLength)
        {
            return false;
        }

        int at = HeaderLength;
        DnsQuestion[] questions = new DnsQuestion[BinaryPrimitives.ReadUInt16BigEndian(data[4..])];
        for (int i = 0; i < questions.Length; i++)
        {
            if (!TryReadName(data, ref at, out string name) || at + 4 > data.Length)
            {
                return false;
            }

            questions[i] = new DnsQuestion(name, BinaryPrimitives.ReadUInt16BigEndian(data[at..]), BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]));
            at += 4;
        }

        if (!TryReadRecords(data, ref at, BinaryPrimitives.ReadUInt16BigEndian(data[6..]), out DnsRecord[] answers)
            || !TryReadRecords(data, ref at, BinaryPrimitives.ReadUInt16BigEndian(data[8..]) + BinaryPrimitives.ReadUInt16BigEndian(data[10..]), out DnsRecord[] others))
        {
            return false;
        }

        message = new DnsMessage(BinaryPrimitives.ReadUInt16BigEndian(data), BinaryPrimitives.ReadUInt16BigEndian(data[2..]), questions, answers, others);
        return true;
    }

    /// <summary>The bytes, without compression. The other records are additional ones.</summary>
    public byte[] ToBytes()
    {
        List<byte> data = [];
        AddWords(data, Id, Flags, Questions.Count, Answers.Count, 0, Others.Count);
        foreach (DnsQuestion question in Questions)
        {
            AddName(data, question.Name);
            AddWords(data, question.Type, question.Class);
        }

        foreach (DnsRecord record in Answers.Concat(Others))
        {
            AddName(data, record.Name);
            AddWords(data, record.Type, record.Class, record.TimeToLive >> 16, record.TimeToLive & 0xFFFF, record.Data.Length);
            data.AddRange(record.Data);
        }

        return [.. data];
    }

    private static bool TryReadRecords(ReadOnlySpan<byte> data, ref int at, int count, out DnsRecord[] records)
    {
        records = new DnsRecord[Math.Min(count, data.Length)];
        for (int i = 0; i < count; i++)
        {
            if (!TryReadName(data, ref at, out string name) || at + 10 > data.Length)
            {
                return false;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 8)..]);
            if (at + 10 + length > data.Length)
            {
                return false;
            }

            records[i] = new DnsRecord(
                name,
                BinaryPrimitives.ReadUInt16BigEndian(data[at..]),
                BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]),
                BinaryPrimitives.ReadInt32BigEndian(data[(at + 4)..]),
                data.Slice(at + 10, length).ToArray());
            at += 10 + length;
        }

        return true;
    }

    // A pointer leads backwards only, so reading a name ends.
    private static bool TryReadName(ReadOnlySpan<byte> data, ref int at, out string name)
    {
        StringBuilder labels = new();
        name = "";
        int position = at;
        int limit = data.Length;
        bool hasJumped = false;
        while (position < limit && data[position] != 0)
        {
            int length = data[position];
            if ((length & Pointer) == Pointer)
            {
                int target = position + 1 < data.Length ? BinaryPrimitives.ReadUInt16BigEndian(data[position..]) & 0x3FFF : data.Length;
                if (target >= position)
                {
                    return false;
                }

                at = hasJumped ? at : position + 2;
                hasJumped = true;
                limit = position;
                position = target;
                continue;
            }

            if ((length & Pointer) != 0 || position + 1 + length >= limit || labels.Length + length > LongestName)
            {
                return false;
            }

            labels.Append(labels.Length == 0 ? "" : ".").Append(Encoding.UTF8.GetString(data.Slice(position + 1, length)));
            position += 1 + length;
        }

        at = hasJumped ? at : position + 1;
        name = labels.ToString().ToLowerInvariant();
        return position < limit;
    }

    private static void AddName(List<byte> data, string name)
    {
        foreach (string label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(label);
            data.Add((byte)bytes.Length);
            data.AddRange(bytes);
        }

        data.Add(0);
    }

    private static void AddWords(List<byte> data, params ReadOnlySpan<int> words)
    {
        foreach (int word in words)
        {
            data.Add((byte)(word >> 8));
            data.Add((byte)word);
        }
    }
}
