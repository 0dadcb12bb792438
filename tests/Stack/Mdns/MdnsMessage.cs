// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>
/// A message of mDNS as text, made and read with code that shares nothing with the stack. A question is <c>kitchen.local A QM</c>, or QU for a unicast
/// answer. A record is <c>kitchen.local 120 IN! A 192.168.7.2</c>, where IN! is the class with the bit of cache-flush. A space in a name is <c>\032</c>.
/// </summary>
internal sealed record MdnsMessage
{
    private static readonly Dictionary<string, int> s_types = new()
    {
        ["A"] = 1,
        ["PTR"] = 12,
        ["HINFO"] = 13,
        ["TXT"] = 16,
        ["AAAA"] = 28,
        ["SRV"] = 33,
        ["NSEC"] = 47,
        ["ANY"] = 255,
    };

    public int Id { get; init; }

    public int Flags { get; init; }

    public string[] Questions { get; init; } = [];

    public string[] Answers { get; init; } = [];

    public string[] Authorities { get; init; } = [];

    public string[] Additionals { get; init; } = [];

    public long Time { get; private init; }

    public IPAddress To { get; private init; } = IPAddress.None;

    public int Port { get; private init; }

    public int TimeToLive { get; private init; }

    public int Length { get; private init; }

    /// <summary>Bytes of the data of each answer, as they stand in the message.</summary>
    public int[] AnswerLengths { get; private init; } = [];

    public bool IsResponse => (Flags & 0x8000) != 0;

    public bool IsMulticast => To.ToString() == "224.0.0.251" && Port == 5353;

    public static MdnsMessage Query(params string[] questions) => new() { Questions = questions };

    public static MdnsMessage Response(params string[] answers) => new() { Flags = 0x8400, Answers = answers };

    /// <summary>Reads a frame that the stack has sent.</summary>
    public static MdnsMessage Read(byte[] frame, long time)
    {
        Assert.Equal(0, Frames.UdpChecksum(frame));
        Assert.Equal(5353, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(34)));
        byte[] message = frame[42..(34 + BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(38)))];
        int at = 12;
        List<int> lengths = [];
        return new MdnsMessage
        {
            Time = time,
            To = new IPAddress(frame.AsSpan(30, 4)),
            Port = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(36)),
            TimeToLive = frame[22],
            Length = message.Length,
            Id = Word(message, 0),
            Flags = Word(message, 2),
            Questions = [.. Enumerable.Range(0, Word(message, 4)).Select(_ => ReadQuestion(message, ref at))],
            Answers = ReadRecords(message, 6, ref at, lengths),
            AnswerLengths = [.. lengths],
            Authorities = ReadRecords(message, 8, ref at),
            Additionals = ReadRecords(message, 10, ref at),
        };
    }

    public byte[] ToBytes()
    {
        List<byte> bytes = [];
        foreach (int word in (int[])[Id, Flags, Questions.Length, Answers.Length, Authorities.Length, Additionals.Length])
        {
            AddWord(bytes, word);
        }

        foreach (string[] question in Questions.Select(question => question.Split(' ')))
        {
            bytes.AddRange(Name(question[0]));
            AddWord(bytes, s_types[question[1]]);
            AddWord(bytes, question[2] == "QU" ? 0x8001 : 1);
        }

        foreach (string record in Answers.Concat(Authorities).Concat(Additionals))
        {
            string[] words = record.Split(' ', 5);
            bytes.AddRange(Name(words[0]));
            AddWord(bytes, s_types[words[3]]);
            AddWord(bytes, words[2] == "IN!" ? 0x8001 : 1);
            uint timeToLive = uint.Parse(words[1], CultureInfo.InvariantCulture);
            AddWord(bytes, (int)(timeToLive >> 16));
            AddWord(bytes, (int)timeToLive & 0xFFFF);
            byte[] data = Data(words[3], words[4]);
            AddWord(bytes, data.Length);
            bytes.AddRange(data);
        }

        return [.. bytes];
    }

    public static byte[] Name(string name)
    {
        return [.. name.Split('.').Select(label => Encoding.UTF8.GetBytes(label.Replace(@"\032", " "))).SelectMany(label => label.Prepend((byte)label.Length)), 0];
    }

    private static byte[] Data(string type, string text)
    {
        string[] words = text.Split(' ');
        return type switch
        {
            "A" or "AAAA" => IPAddress.Parse(text).GetAddressBytes(),
            "PTR" => Name(text),
            "SRV" => [0, 0, 0, 0, (byte)(int.Parse(words[0], CultureInfo.InvariantCulture) >> 8), (byte)int.Parse(words[0], CultureInfo.InvariantCulture), .. Name(words[1])],
            "NSEC" => [.. Name(words[0]), 0, 1, 0x40],
            _ => [.. words.Select(Encoding.UTF8.GetBytes).SelectMany(word => word.Prepend((byte)word.Length))],
        };
    }

    private static string ReadQuestion(byte[] message, ref int at)
    {
        string name = ReadName(message, ref at);
        int type = Word(message, at);
        int dnsClass = Word(message, at + 2);
        at += 4;
        return $"{name} {TypeName(type)} {(dnsClass & 0x7FFF) switch { 1 => dnsClass == 1 ? "QM" : "QU", _ => "CLASS" + dnsClass }}";
    }

    private static string[] ReadRecords(byte[] message, int count, ref int at, List<int>? lengths = null)
    {
        string[] records = new string[Word(message, count)];
        for (int i = 0; i < records.Length; i++)
        {
            string name = ReadName(message, ref at);
            string type = TypeName(Word(message, at));
            int dnsClass = Word(message, at + 2);
            Assert.Equal(1, dnsClass & 0x7FFF);
            uint timeToLive = BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(at + 4));
            int data = at + 10;
            at = data + Word(message, at + 8);
            lengths?.Add(at - data);
            records[i] = $"{name} {timeToLive} {(dnsClass == 1 ? "IN" : "IN!")} {type} {ReadData(message, type, data, at)}";
        }

        return records;
    }

    private static string ReadData(byte[] message, string type, int at, int end)
    {
        if (type == "A")
        {
            Assert.Equal(4, end - at);
            return new IPAddress(message.AsSpan(at, 4)).ToString();
        }

        List<string> words = [];
        if (type == "SRV")
        {
            Assert.Equal(0, Word(message, at) | Word(message, at + 2));
            words.Add(Word(message, at + 4).ToString(CultureInfo.InvariantCulture));
            at += 6;
        }

        if (type == "TXT")
        {
            while (at < end)
            {
                words.Add(Encoding.UTF8.GetString(message, at + 1, message[at]));
                at += 1 + message[at];
            }
        }
        else
        {
            words.Add(ReadName(message, ref at));
        }

        if (type == "NSEC")
        {
            // One window, and in it a bit for each type.
            Assert.Equal(0, message[at]);
            Assert.Equal(end, at + 2 + message[at + 1]);
            Assert.NotEqual(0, message[end - 1]);
            byte[] bits = message[(at + 2)..end];
            words.AddRange(s_types.Where(type => type.Value / 8 < bits.Length && (bits[type.Value / 8] << type.Value % 8 & 0x80) != 0).Select(type => type.Key));
            at = end;
        }

        Assert.Equal(end, at);
        return string.Join(' ', words);
    }

    private static string ReadName(byte[] message, ref int at)
    {
        List<string> labels = [];
        int position = at;
        int behind = -1;
        while (message[position] != 0)
        {
            if (message[position] >= 0xC0)
            {
                behind = behind < 0 ? position + 2 : behind;
                int target = Word(message, position) & 0x3FFF;
                Assert.True(target < position, "a pointer leads forward");
                position = target;
                continue;
            }

            labels.Add(Encoding.UTF8.GetString(message, position + 1, message[position]).Replace(" ", @"\032"));
            position += 1 + message[position];
        }

        at = behind < 0 ? position + 1 : behind;
        return string.Join('.', labels);
    }

    private static string TypeName(int type) => s_types.FirstOrDefault(pair => pair.Value == type).Key ?? "TYPE" + type;

    private static int Word(byte[] message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));

    private static void AddWord(List<byte> bytes, int word) => bytes.AddRange([(byte)(word >> 8), (byte)word]);
}
