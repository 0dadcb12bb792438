// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;
using NanoTcp.Tests.Stack.Dns;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>A query that the resolver has sent in a datagram, taken apart byte by byte.</summary>
internal sealed class SentQuery
{
    private const int Udp = EthernetHeader.Length + 20;
    private const int Message = Udp + 8;

    public SentQuery(byte[] frame)
    {
        Assert.Equal(IPv4Header.ProtocolUdp, frame[23]);
        Frame = frame;
        int[] header = [.. Enumerable.Range(0, 6).Select(i => BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(Message + 2 * i)))];
        Assert.Equal([1, 0, 0, 0], header[2..]);
        Id = header[0];
        Flags = header[1];
        List<string> labels = [];
        int offset = Message + 12;
        for (; frame[offset] != 0; offset += frame[offset] + 1)
        {
            labels.Add(Encoding.UTF8.GetString(frame, offset + 1, frame[offset]));
        }

        Name = string.Join('.', labels);
        Assert.Equal([0, 0, 1, 0, 1], frame[offset..]);
    }

    public byte[] Frame { get; }

    public int Id { get; }

    public int Flags { get; }

    public string Name { get; }

    public uint Server => BinaryPrimitives.ReadUInt32BigEndian(Frame.AsSpan(30));

    public int TimeToLive => Frame[22];

    /// <summary>The port it came from.</summary>
    public int Port => BinaryPrimitives.ReadUInt16BigEndian(Frame.AsSpan(Udp));

    public int ServerPort => BinaryPrimitives.ReadUInt16BigEndian(Frame.AsSpan(Udp + 2));

    /// <summary>A reply with the question, and room for records.</summary>
    /// <param name="answers">How many records of the answer section follow.</param>
    /// <param name="authorities">And how many of the authority.</param>
    /// <param name="code">The response code.</param>
    /// <param name="flags">Flags besides.</param>
    public DnsMessage Reply(int answers = 0, int authorities = 0, int code = 0, int flags = 0)
    {
        return new DnsMessage(Id, 0x8180 | flags | code, 1, answers, authorities).Question(Name, 1);
    }

    /// <summary>A reply without a question.</summary>
    public DnsMessage Bare(int code)
    {
        return new DnsMessage(Id, 0x8180 | code);
    }

    /// <summary>A reply with an address.</summary>
    public DnsMessage Address(params byte[] address)
    {
        return Reply(1).Record(DnsMessage.Pointing(12), 1, 300, address);
    }
}
