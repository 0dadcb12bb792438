// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dns;

namespace NanoTcp.Tests.Stack.Dns;

/// <summary>Messages are written within their buffer: RFC 1035 §4, compression in §4.1.4.</summary>
public class DnsWriterTests
{
    private static readonly byte[] s_board = DnsText.ToName("board.local");
    private static readonly byte[] s_service = DnsText.ToName("_http._tcp.local");
    private static readonly byte[] s_instance = DnsText.ToName("My Board._http._tcp.local");

    private static byte[] Written(DnsWriter writer)
    {
        return writer.Buffer[..writer.Length];
    }

    private static bool AddAddress(DnsWriter writer, byte[] name, DnsSection section = DnsSection.Answer)
    {
        writer.BeginRecord(section, name, 0, DnsType.A, DnsClass.IN | DnsClass.CacheFlush, 120);
        writer.WriteUInt32(0xC0000201);
        return writer.EndRecord();
    }

    [Fact]
    public void A_query_is_a_header_and_a_question()
    {
        DnsWriter writer = new(new byte[64], 0);
        writer.Begin(0x1234, DnsHeader.RecursionDesired);
        Assert.True(writer.AddQuestion(s_board, 0, DnsType.A, DnsClass.IN));
        Assert.Equal(new DnsMessage(0x1234, 0x100, 1).Question(s_board, DnsType.A).ToArray(), Written(writer));
        Assert.Equal(1, writer.CountOf(DnsSection.Question));
    }

    [Fact]
    public void Without_entries_names_are_written_in_full()
    {
        DnsWriter writer = new(new byte[128], 0);
        AddAddress(writer, s_board);
        AddAddress(writer, s_board, DnsSection.Additional);
        Assert.Equal(
            new DnsMessage(0, 0, 0, 1, 0, 1).Record(s_board, DnsType.A, 120, [192, 0, 2, 1], 0x8001).Record(s_board, DnsType.A, 120, [192, 0, 2, 1], 0x8001).ToArray(),
            Written(writer));
    }

    [Fact]
    public void A_name_points_at_the_longest_end_that_stands_there_already()
    {
        DnsWriter writer = new(new byte[256], 10);
        writer.BeginRecord(DnsSection.Answer, s_service, 0, DnsType.PTR, DnsClass.IN, 4500);
        writer.WriteName(s_instance, 0, true);
        Assert.True(writer.EndRecord());
        writer.BeginRecord(DnsSection.Answer, s_instance, 0, DnsType.SRV, DnsClass.IN, 120);
        writer.WriteBytes([0, 0, 0, 0, 0], 0, 5);
        writer.WriteByte(80);
        writer.WriteName(s_board, 0, false);
        Assert.True(writer.EndRecord());
        Assert.True(AddAddress(writer, s_board, DnsSection.Additional));

        const int Local = 12 + 11;
        const int Instance = 12 + 18 + 10;
        const int Board = Instance + 11 + 2 + 10 + 6;
        Assert.Equal(
            new DnsMessage(0, 0, 0, 2, 0, 1).Record(s_service, DnsType.PTR, 4500, DnsMessage.Pointing(12, "My Board"))
                .Record(DnsMessage.Pointing(Instance), DnsType.SRV, 120, [0, 0, 0, 0, 0, 80, .. s_board])
                .Record(DnsMessage.Pointing(Board), DnsType.A, 120, [192, 0, 2, 1], 0x8001).ToArray(),
            Written(writer));
        Assert.Equal((byte)5, writer.Buffer[Local]);
    }

    [Fact]
    public void A_name_that_is_not_compressed_can_be_pointed_at()
    {
        DnsWriter writer = new(new byte[256], 10);
        writer.BeginRecord(DnsSection.Answer, s_service, 0, DnsType.PTR, DnsClass.IN, 1);
        writer.WriteName(s_service, 0, false);
        writer.WriteName(DnsText.ToName("tcp.local"), 0, true);
        writer.EndRecord();
        Assert.Equal([.. s_service, 3, (byte)'t', (byte)'c', (byte)'p', 0xC0, 23], Written(writer)[^24..]);
    }

    [Fact]
    public void What_has_no_room_is_left_out_whole()
    {
        byte[] whole = new DnsMessage(0, 0, 1, 1).Question(s_board, DnsType.A).Record(DnsMessage.Pointing(12), DnsType.A, 120, [192, 0, 2, 1], 0x8001).ToArray();
        for (int size = DnsHeader.Length; size <= whole.Length; size++)
        {
            DnsWriter writer = new(new byte[size], 10);
            bool hasQuestion = writer.AddQuestion(s_board, 0, DnsType.A, DnsClass.IN);
            Assert.Equal(size >= 29, hasQuestion);
            if (hasQuestion)
            {
                Assert.Equal(size == whole.Length, AddAddress(writer, s_board));
                Assert.Equal(size == whole.Length ? whole : new DnsMessage(0, 0, 1).Question(s_board, DnsType.A).ToArray(), Written(writer));
            }
            else
            {
                Assert.Equal(new byte[DnsHeader.Length], Written(writer));
            }
        }
    }

    [Fact]
    public void No_name_points_at_a_record_that_was_taken_back()
    {
        DnsWriter writer = new(new byte[60], 10);
        writer.BeginRecord(DnsSection.Answer, s_board, 0, DnsType.TXT, DnsClass.IN, 1);
        writer.WriteBytes(new byte[40], 0, 40);
        Assert.False(writer.EndRecord());
        Assert.True(AddAddress(writer, s_board));
        Assert.Equal(new DnsMessage(0, 0, 0, 1).Record(s_board, DnsType.A, 120, [192, 0, 2, 1], 0x8001).ToArray(), Written(writer));
    }

    [Fact]
    public void A_record_that_was_taken_back_is_not_remembered()
    {
        DnsWriter writer = new(new byte[70], 2);
        writer.BeginRecord(DnsSection.Answer, DnsText.ToName("long.example"), 0, DnsType.TXT, DnsClass.IN, 1);
        writer.WriteBytes(new byte[40], 0, 40);
        Assert.False(writer.EndRecord());
        AddAddress(writer, s_board);
        int before = writer.Length;
        Assert.True(AddAddress(writer, DnsText.ToName("x.local")));
        Assert.Equal(18, writer.Length - before);
    }

    [Fact]
    public void When_no_more_names_are_remembered_names_are_written_in_full()
    {
        DnsWriter writer = new(new byte[128], 1);
        AddAddress(writer, s_board);
        writer.BeginRecord(DnsSection.Answer, s_board, 0, DnsType.PTR, DnsClass.IN, 1);
        writer.WriteName(DnsText.ToName("x.local"), 0, true);
        writer.EndRecord();
        Assert.Equal(
            new DnsMessage(0, 0, 0, 2).Record(s_board, DnsType.A, 120, [192, 0, 2, 1], 0x8001).Record(DnsMessage.Pointing(12), DnsType.PTR, 1, DnsMessage.Name("x.local")).ToArray(),
            Written(writer));
    }

    [Fact]
    public void No_pointer_goes_further_than_it_can()
    {
        DnsWriter writer = new(new byte[0x4100], 50);
        writer.BeginRecord(DnsSection.Answer, [0], 0, DnsType.TXT, DnsClass.IN, 1);
        writer.WriteBytes(new byte[0x4000], 0, 0x4000);
        writer.EndRecord();
        Assert.True(AddAddress(writer, s_board));
        int before = writer.Length;
        Assert.True(AddAddress(writer, s_board));
        Assert.Equal(s_board.Length + 14, writer.Length - before);
    }

    [Fact]
    public void Sections_come_in_their_order()
    {
        DnsWriter writer = new(new byte[128], 0);
        AddAddress(writer, s_board, DnsSection.Authority);
        Assert.Throws<ArgumentOutOfRangeException>(() => AddAddress(writer, s_board));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.AddQuestion(s_board, 0, DnsType.A, DnsClass.IN));
        Assert.Throws<ArgumentOutOfRangeException>(() => AddAddress(writer, s_board, (DnsSection)4));
        writer.Begin(0, 0);
        Assert.True(writer.AddQuestion(s_board, 0, DnsType.A, DnsClass.IN));
    }

    [Fact]
    public void The_name_of_a_message_is_expanded_before_it_is_written()
    {
        DnsWriter writer = new(new byte[128], 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.AddQuestion(DnsMessage.Pointing(12), 0, DnsType.A, DnsClass.IN));
    }

    [Fact]
    public void Flags_are_set_when_they_are_known()
    {
        DnsWriter writer = new(new byte[64], 0);
        writer.Flags |= DnsHeader.Truncated;
        Assert.Equal(new DnsMessage(0, 0x200).ToArray(), Written(writer));
    }

    [Fact]
    public void A_writer_needs_room_for_a_header()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DnsWriter(new byte[11], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DnsWriter(new byte[12], -1));
        Assert.Throws<ArgumentNullException>(() => new DnsWriter(null!, 0));
    }

    [Fact]
    public void Nothing_is_allocated_to_write_a_message()
    {
        DnsWriter writer = new(new byte[128], 10);
        Allocations.AssertNone(() => () =>
        {
            writer.Begin(1, 0);
            writer.AddQuestion(s_board, 0, DnsType.A, DnsClass.IN);
            AddAddress(writer, s_board);
        });
    }
}
