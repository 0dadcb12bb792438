// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using CsCheck;
using NanoTcp.Dns;

namespace NanoTcp.Tests.Stack.Dns;

/// <summary>Messages are read record by record: RFC 1035 §4.</summary>
public class DnsReaderTests
{
    private static readonly byte[] s_name = DnsMessage.Name("board.example.org");

    private readonly DnsReader _reader = new();

    private bool Begin(DnsMessage message)
    {
        byte[] bytes = message.ToArray();
        return _reader.Begin(bytes, bytes.Length);
    }

    [Fact]
    public void A_message_shorter_than_its_header_is_none()
    {
        Assert.False(_reader.Begin(new byte[100], 11));
        Assert.False(_reader.ReadQuestion());
        Assert.False(_reader.ReadRecord());
        Assert.True(_reader.IsDamaged);
        Assert.True(_reader.Begin(new byte[100], 12));
        Assert.False(_reader.ReadRecord());
        Assert.False(_reader.IsDamaged);
    }

    [Fact]
    public void The_header_tells_identifier_flags_and_counts()
    {
        Assert.True(Begin(new DnsMessage(0xABCD, DnsHeader.Response | DnsResponseCode.NXDomain, 1, 2, 3, 4)));
        Assert.Equal(0xABCD, _reader.Id);
        Assert.Equal(0x8003, _reader.Flags);
        Assert.Equal([1, 2, 3, 4], Enum.GetValues<DnsSection>().Select(_reader.CountOf));
    }

    [Fact]
    public void Questions_and_records_are_read_in_their_order()
    {
        Begin(new DnsMessage(1, DnsHeader.Response, 1, 1, 1, 1)
            .Question(s_name, DnsType.ANY, DnsClass.IN | DnsClass.UnicastResponse)
            .Record(DnsMessage.Pointing(12), DnsType.A, 300, [192, 0, 2, 1])
            .Record(DnsMessage.Pointing(18), DnsType.NS, 400, DnsMessage.Pointing(18, "ns"))
            .Record([0], DnsType.OPT, 0, [], 1232));

        Assert.True(_reader.ReadQuestion());
        Assert.Equal((DnsSection.Question, DnsType.ANY, 0x8001), (_reader.Section, _reader.Type, _reader.Class));
        Assert.True(_reader.NameEquals(s_name, 0));
        Assert.False(_reader.ReadQuestion());

        Assert.True(_reader.ReadRecord());
        Assert.Equal((DnsSection.Answer, DnsType.A, DnsClass.IN, 300u), (_reader.Section, _reader.Type, _reader.Class, _reader.TimeToLive));
        Assert.True(_reader.NameEquals(s_name, 0));
        Assert.Equal([192, 0, 2, 1], _reader.Message[_reader.DataOffset..(_reader.DataOffset + _reader.DataLength)]);

        Assert.True(_reader.ReadRecord());
        Assert.Equal((DnsSection.Authority, DnsType.NS, 400u), (_reader.Section, _reader.Type, _reader.TimeToLive));
        byte[] server = DnsMessage.Name("ns.example.org");
        Assert.True(DnsName.AreEqual(_reader.Message, _reader.Length, _reader.DataName(0), server, server.Length, 0));

        Assert.True(_reader.ReadRecord());
        Assert.Equal((DnsSection.Additional, DnsType.OPT, 1232, 0), (_reader.Section, _reader.Type, _reader.Class, _reader.DataLength));
        Assert.True(_reader.NameEquals([0], 0));
        Assert.False(_reader.ReadRecord());
        Assert.False(_reader.IsDamaged);
    }

    [Fact]
    public void Records_are_read_without_reading_the_questions_first()
    {
        Begin(new DnsMessage(1, DnsHeader.Response, 2, 1).Question("a", DnsType.A).Question("b", DnsType.A).Record("c", DnsType.A, 1, 1, 2, 3, 4));
        Assert.True(_reader.ReadRecord());
        Assert.True(_reader.NameEquals(DnsMessage.Name("c"), 0));
        Assert.False(_reader.ReadQuestion());
    }

    [Fact]
    public void A_time_to_live_with_the_highest_bit_counts_as_none()
    {
        Begin(new DnsMessage(1, DnsHeader.Response, 0, 2).Record("a", DnsType.A, 0x80000001, 1, 2, 3, 4).Record("a", DnsType.A, 0x7FFFFFFF, 1, 2, 3, 4));
        _reader.ReadRecord();
        Assert.Equal(0u, _reader.TimeToLive);
        _reader.ReadRecord();
        Assert.Equal(0x7FFFFFFFu, _reader.TimeToLive);
    }

    [Fact]
    public void A_message_cut_anywhere_keeps_what_is_whole()
    {
        byte[] bytes = new DnsMessage(1, DnsHeader.Response, 1, 2).Question(s_name, DnsType.A)
            .Record(DnsMessage.Pointing(12), DnsType.A, 1, [1, 2, 3, 4]).Record(DnsMessage.Pointing(12), DnsType.A, 1, [5, 6, 7, 8]).ToArray();
        for (int cut = 12; cut < bytes.Length; cut++)
        {
            // A buffer that is longer than the message shows whether anything behind its end is read.
            Assert.True(_reader.Begin(bytes, cut));
            int records = 0;
            while (_reader.ReadRecord())
            {
                Assert.Equal((DnsType.A, 4), (_reader.Type, _reader.DataLength));
                records++;
            }

            Assert.Equal(cut < bytes.Length - 16 ? 0 : 1, records);
            Assert.True(_reader.IsDamaged);
            Assert.False(_reader.ReadRecord());
        }
    }

    [Fact]
    public void A_record_whose_length_goes_beyond_the_message_is_none()
    {
        Begin(new DnsMessage(1, DnsHeader.Response, 0, 1).Record(s_name, DnsType.A, 1, [1, 2, 3, 4], length: 5));
        Assert.False(_reader.ReadRecord());
        Assert.True(_reader.IsDamaged);
    }

    [Fact]
    public void Counts_that_promise_more_than_there_is_end_the_reading()
    {
        Begin(new DnsMessage(1, DnsHeader.Response, 65535, 65535, 65535, 65535));
        Assert.False(_reader.ReadRecord());
        Assert.True(_reader.IsDamaged);
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 12 }, 0, true)]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 1, (byte)'a', 0 }, 6, true)]
    [InlineData(new byte[] { 1, (byte)'a', 0, 0 }, 0, false)]
    [InlineData(new byte[] { 1, (byte)'a' }, 0, false)]
    [InlineData(new byte[] { }, 0, false)]
    [InlineData(new byte[] { 1, 2, 3 }, 6, false)]
    [InlineData(new byte[] { 0xC0 }, 0, false)]
    public void A_name_in_the_data_ends_with_them(byte[] data, int skip, bool isName)
    {
        Begin(new DnsMessage(1, DnsHeader.Response, 0, 1).Record(s_name, DnsType.PTR, 1, data).Add(new byte[20]));
        Assert.True(_reader.ReadRecord());
        Assert.Equal(isName ? _reader.DataOffset + skip : -1, _reader.DataName(skip));
    }

    [Fact]
    public void A_length_outside_of_the_array_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _reader.Begin(new byte[12], 13));
        Assert.Throws<ArgumentOutOfRangeException>(() => _reader.Begin(new byte[12], -1));
        Assert.Throws<ArgumentNullException>(() => _reader.Begin(null!, 0));
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception_and_within_their_bounds()
    {
        // Small counts and many pointers, so that reading gets far.
        Gen<byte> likely = Gen.OneOf(Gen.Byte, Gen.Byte[0, 16], Gen.Const((byte)0xC0));
        Gen.Select(Gen.Byte[0, 4].Array[6], likely.Array[0, 120]).Sample((counts, rest) =>
        {
            byte[] message = [0, 0, .. counts, 0, 0, 0, 0, .. rest];
            byte[] name = new byte[DnsName.MaxLength];

            // The samples run in parallel.
            DnsReader reader = new();
            Assert.True(reader.Begin(message, message.Length));
            int read = 0;
            while (reader.ReadQuestion() || reader.ReadRecord())
            {
                read++;
                int length = DnsName.Expand(message, message.Length, reader.NameOffset, name, 0);
                Assert.Equal(length > 0, reader.NameEquals(name, 0) && length > 0);
                Assert.InRange(reader.DataOffset + reader.DataLength, 0, message.Length);
                Assert.InRange(reader.DataName(0), -1, message.Length - 1);
            }

            Assert.InRange(read, 0, (message.Length - DnsHeader.Length) / 5);
        });
    }

    [Fact]
    public void Nothing_is_allocated_to_read_a_message()
    {
        byte[] bytes = new DnsMessage(1, DnsHeader.Response, 1, 1).Question(s_name, DnsType.A).Record(DnsMessage.Pointing(12), DnsType.A, 1, [1, 2, 3, 4]).ToArray();
        Allocations.AssertNone(() => () =>
        {
            _reader.Begin(bytes, bytes.Length);
            while (_reader.ReadRecord())
            {
                _reader.NameEquals(s_name, 0);
            }
        });
    }
}
