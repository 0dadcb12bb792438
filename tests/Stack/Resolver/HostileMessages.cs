// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tests.Stack.Dns;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>
/// Messages that no honest server sends, with the right identifier, to the right port. Most kinds are from published attacks on resolvers: NAME:WRECK,
/// AMNESIA:33, Ripple20, DNSpooq.
/// </summary>
internal static class HostileMessages
{
    private const int A = 1;
    private const int CNAME = 5;

    private static readonly byte[] s_evil = [6, 6, 6, 6];

    public static Dictionary<string, Func<SentQuery, byte[]>> All { get; } = new()
    {
        ["nothing"] = _ => [],
        ["a byte"] = _ => [7],
        ["an identifier"] = sent => DnsMessage.UInt16(sent.Id),
        ["a header without its last byte"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 1).ToArray()[..11],
        ["a header that promises a question"] = sent => new DnsMessage(sent.Id, 0x8180, 1).ToArray(),
        ["a header that promises everything"] = sent => new DnsMessage(sent.Id, 0x8180, 65535, 65535, 65535, 65535).ToArray(),
        ["zeros behind the header"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 1).Add(new byte[500]).ToArray(),
        ["ones behind the header"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 1).Add([.. Enumerable.Repeat((byte)0xFF, 500)]).ToArray(),
        ["nothing but pointers"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 65535).Add([.. Enumerable.Repeat(DnsMessage.Pointing(12), 700).SelectMany(bytes => bytes)]).ToArray(),

        ["a question cut in its name"] = sent => Whole(sent)[..20],
        ["a question cut in front of its class"] = sent => Whole(sent)[..(12 + sent.Name.Length + 2 + 2)],
        ["65535 questions"] = sent => new DnsMessage(sent.Id, 0x8180, 65535, 1).Question(sent.Name, A).Record(DnsMessage.Pointing(12), A, 60, s_evil).ToArray(),
        ["a question that points at itself"] = sent => Asking(sent, DnsMessage.Pointing(12)),
        ["a question that points at itself behind a label"] = sent => Asking(sent, DnsMessage.Pointing(12, "www")),
        ["a question that points forward"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 1).Question(DnsMessage.Pointing(18), A).Record(sent.Name, A, 60, s_evil).ToArray(),
        ["a question that points into the header"] = sent => Asking(sent, DnsMessage.Pointing(4)),
        ["a question that points behind the message"] = sent => Asking(sent, DnsMessage.Pointing(0x3FFF)),
        ["a question with a label of type 0x40"] = sent => Asking(sent, [0x40 | 3, .. DnsMessage.Name(sent.Name)[1..]]),
        ["a question with a label of type 0x80"] = sent => Asking(sent, [0x80 | 3, .. DnsMessage.Name(sent.Name)[1..]]),
        ["a question with a label longer than the message"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 1).Add(63, (byte)'w').ToArray(),
        ["a question of 256 bytes"] = sent => Asking(sent, DnsMessage.Name(string.Join('.', Enumerable.Repeat(new string('w', 50), 5)))),
        ["a question of 200 labels"] = sent => Asking(sent, DnsMessage.Name(string.Join('.', Enumerable.Repeat("w", 200)))),
        ["the root in the question"] = sent => Asking(sent, [0]),
        ["a question with a NUL in the name"] = sent => Asking(sent, [4, .. "www\0"u8, .. DnsMessage.Name(sent.Name)[4..]]),

        ["an owner that points at itself"] = sent => Owned(sent, at => DnsMessage.Pointing(at)),
        ["an owner that points at itself behind labels"] = sent => Owned(sent, at => DnsMessage.Pointing(at, "www.example")),
        ["an owner that points at its own pointer"] = sent => Owned(sent, at => [.. DnsMessage.Pointing(at + 4, "www")]),
        ["two owners that point at each other"] = sent => Answering(sent, 2, message =>
        {
            int first = message.Length;
            return message.Record(DnsMessage.Pointing(first + 16), A, 60, s_evil).Record(DnsMessage.Pointing(first), A, 60, s_evil);
        }),
        ["an owner that points forward at the name"] = sent => Owned(sent, at => DnsMessage.Pointing(at + 16), DnsMessage.Name(sent.Name)),
        ["an owner that points into the header"] = sent => Owned(sent, _ => DnsMessage.Pointing(0)),
        ["an owner that points behind the message"] = sent => Owned(sent, _ => DnsMessage.Pointing(0x3000)),
        ["an owner that points into the middle of the question"] = sent => Owned(sent, _ => DnsMessage.Pointing(13)),
        ["an owner with a label of type 0x40"] = sent => Owned(sent, _ => [0x43, .. DnsMessage.Name(sent.Name)[1..]]),
        ["an owner with a label of type 0x80"] = sent => Owned(sent, _ => [0x83, .. DnsMessage.Name(sent.Name)[1..]]),
        ["an owner of half a pointer"] = sent => Answering(sent, 1, message => message.Add(0xC0)),
        ["the root as owner"] = sent => Owned(sent, _ => [0]),
        ["an owner of 300 bytes"] = sent => Owned(sent, _ => DnsMessage.Name(string.Join('.', Enumerable.Repeat(new string('w', 58), 5)))),
        ["an owner with the name and more"] = sent => Owned(sent, _ => DnsMessage.Name(sent.Name + ".evil")),
        ["an owner with a part of the name"] = sent => Owned(sent, _ => DnsMessage.Pointing(16)),
        ["an owner behind more pointers than any name has"] = sent => Answering(sent, 1, message =>
        {
            int previous = 12;
            for (int i = 0; i < 40; i++)
            {
                int next = message.Length + 11;
                message.Record([0], 99, 0, DnsMessage.Pointing(previous));
                previous = next;
            }

            return message.Set(6, 0, 41).Record(DnsMessage.Pointing(previous), A, 60, s_evil);
        }),

        ["an address that goes beyond the message"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), A, 60, [6, 6], length: 4)),
        ["a length of 65535"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), A, 60, s_evil, length: 65535)),
        ["an address of nothing"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), A, 60, [])),
        ["an address of three bytes"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), A, 60, [6, 6, 6])),
        ["an address of five bytes"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), A, 60, [6, 6, 6, 6, 6])),
        ["an address of sixteen bytes"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), A, 60, new byte[16])),
        ["an address whose length hides another record"] = sent => Answering(sent, 2, message => message.Record(DnsMessage.Pointing(12), 16, 60, [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 6, 6, 6, 6])),
        ["an address of another class"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), A, 60, s_evil, dnsClass: 3)),
        ["an address of any class"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), A, 60, s_evil, dnsClass: 255)),
        ["an IPv6 address of four bytes"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), 28, 60, s_evil)),
        ["a record cut behind its name"] = sent => Answering(sent, 1, message => message.Add(0xC0, 12)),
        ["a record cut in its length"] = sent => Answering(sent, 1, message => message.Add(0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0)),
        ["65535 answers and none there"] = sent => Answering(sent, 65535, message => message),
        ["an answer that no count announces"] = sent => Answering(sent, 0, message => message.Record(DnsMessage.Pointing(12), A, 60, s_evil)),
        ["a signature whose length lies"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), 46, 60, [0, 1, 8, 3], length: 2000)),
        ["EDNS among the answers"] = sent => Answering(sent, 1, message => message.Record([0], 41, 0, s_evil, dnsClass: 4096)),

        ["an alias of nothing"] = sent => Aliased(sent, _ => []),
        ["an alias that points at itself"] = sent => Aliased(sent, at => DnsMessage.Pointing(at)),
        ["an alias that points forward"] = sent => Aliased(sent, at => DnsMessage.Pointing(at + 2), [.. DnsMessage.Name("evil.net")]),
        ["an alias that points behind the message"] = sent => Aliased(sent, _ => DnsMessage.Pointing(0x3FF0)),
        ["an alias with something behind it"] = sent => Aliased(sent, _ => [.. DnsMessage.Name("evil.net"), 0]),
        ["an alias without its end"] = sent => Aliased(sent, _ => DnsMessage.Name("evil.net")[..^1]),
        ["an alias with a label of type 0x40"] = sent => Aliased(sent, _ => [0x44, .. DnsMessage.Name("evil.net")[1..]]),
        ["an alias longer than 255 bytes by its pointer"] = sent => Answering(sent, 2, message =>
        {
            int half = message.Length + 11;
            return message.Record([0], 99, 0, DnsMessage.Name(string.Join('.', Enumerable.Repeat(new string('w', 60), 3))))
                .Record(DnsMessage.Pointing(12), CNAME, 60, DnsMessage.Pointing(half, new string('w', 60) + "." + new string('w', 60)));
        }),
        ["an alias of itself"] = sent => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), CNAME, 60, DnsMessage.Pointing(12))),
        ["an alias of another name"] = sent => Answering(sent, 2, message => message.Record("bank.example.com", CNAME, 60, DnsMessage.Pointing(12)).Record("bank.example.com", A, 60, s_evil)),
        ["an alias without its address among the answers"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 0, 1).Question(sent.Name, A).Record(DnsMessage.Pointing(12), CNAME, 60, DnsMessage.Name("evil.net")).ToArray(),
    };

    private static byte[] Whole(SentQuery sent) => sent.Address(6, 6, 6, 6).ToArray();

    /// <summary>A message with that name in its question, and an address for the name that was asked for.</summary>
    private static byte[] Asking(SentQuery sent, byte[] name)
        => new DnsMessage(sent.Id, 0x8180, 1, 1).Question(name, A).Record(sent.Name, A, 60, s_evil).ToArray();

    private static byte[] Answering(SentQuery sent, int answers, Func<DnsMessage, DnsMessage> write) => write(sent.Reply(answers)).ToArray();

    /// <summary>An address whose owner is made for the place where it stands.</summary>
    private static byte[] Owned(SentQuery sent, Func<int, byte[]> owner, params byte[] rest)
        => Answering(sent, 1, message => message.Record(owner(message.Length), A, 60, s_evil).Add(rest));

    /// <summary>An alias whose data are made for the place where they stand.</summary>
    private static byte[] Aliased(SentQuery sent, Func<int, byte[]> data, params byte[] rest)
        => Answering(sent, 1, message => message.Record(DnsMessage.Pointing(12), CNAME, 60, data(message.Length + 12)).Add(rest));
}
