// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Dns;

namespace NanoTcp.Tests.Stack.Dns;

/// <summary>Names as text: RFC 1035 §5.1, in UTF-8.</summary>
public class DnsTextTests
{
    [Theory]
    [InlineData("example.org")]
    [InlineData("a")]
    [InlineData("nanotcp-1a2b.local")]
    [InlineData("bücher.example")]
    [InlineData("日本.example")]
    [InlineData("😀.local")]
    public void Labels_are_written_in_UTF_8_and_read_back(string text)
    {
        byte[] name = DnsText.ToName(text);
        Assert.Equal(DnsMessage.Name(text), name);
        Assert.Equal(text, DnsText.ToText(name, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    public void The_root_has_no_labels(string text)
    {
        Assert.Equal([0], DnsText.ToName(text));
        Assert.Equal(".", DnsText.ToText([0], 0));
    }

    [Fact]
    public void A_dot_at_the_end_changes_nothing()
    {
        Assert.Equal(DnsText.ToName("example.org"), DnsText.ToName("example.org."));
    }

    [Theory]
    [InlineData(@"My\.Board._http._tcp.local", "My.Board|_http|_tcp|local", null)]
    [InlineData(@"back\\slash.local", @"back\slash|local", null)]
    [InlineData(@"a\032b.local", "a b|local", "a b.local")]
    [InlineData(@"\065\.\066", "A.B", @"A\.B")]
    [InlineData(@"nul\000.local", "nul\0|local", null)]
    [InlineData(@"del\127", "del\u007F", null)]
    public void A_backslash_takes_away_the_meaning_of_what_follows(string text, string labels, string? canonical)
    {
        byte[] name = [.. labels.Split('|').SelectMany(label => Encoding.UTF8.GetBytes(label).Prepend((byte)label.Length)), 0];
        Assert.Equal(name, DnsText.ToName(text));
        Assert.Equal(canonical ?? text, DnsText.ToText(name, 0));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, @"\255")]
    [InlineData(new byte[] { 0xC3 }, @"\195")]
    [InlineData(new byte[] { 0x80 }, @"\128")]
    [InlineData(new byte[] { 0xC0, 0xAE }, @"\192\174")]
    [InlineData(new byte[] { 0xE0, 0x80, 0x80 }, @"\224\128\128")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, @"\237\160\128")]
    [InlineData(new byte[] { 0xF0, 0x80, 0x80, 0x80 }, @"\240\128\128\128")]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, @"\244\144\128\128")]
    [InlineData(new byte[] { 0xE2, 0x82, 0x41 }, @"\226\130A")]
    public void Bytes_that_are_no_character_are_shown_as_numbers_and_read_back(byte[] label, string text)
    {
        byte[] name = [(byte)label.Length, .. label, 0];
        Assert.Equal(text, DnsText.ToText(name, 0));
        Assert.Equal(name, DnsText.ToName(text));
    }

    public static TheoryData<string> NoNames =>
        ["..", ".a", "a..b", "a.b..", @"a\", @"a\1", @"a\12", @"a\256", @"a\2x5", new string('a', 64), string.Join('.', Enumerable.Repeat(new string('a', 63), 4)), string.Join('.', Enumerable.Repeat("a", 128))];

    [Theory]
    [MemberData(nameof(NoNames))]
    public void What_is_no_name_is_refused(string text)
    {
        Assert.Equal(0, DnsText.ToName(text, new byte[400], 0));
        Assert.Contains(text, Assert.Throws<FormatException>(() => DnsText.ToName(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_names_are_taken()
    {
        Assert.Equal(64, DnsText.ToName(new string('a', 63))[..^1].Length);
        Assert.Equal(255, DnsText.ToName(string.Join('.', Enumerable.Repeat("a", 127))).Length);
        Assert.Equal(255, DnsText.ToName($"{string.Join('.', Enumerable.Repeat(new string('a', 63), 3))}.{new string('a', 61)}").Length);
    }

    [Theory]
    [InlineData("example.org", 13)]
    [InlineData("example.org.", 13)]
    [InlineData("é", 4)]
    [InlineData(@"\233", 3)]
    [InlineData("", 1)]
    public void A_name_is_written_only_where_there_is_room(string text, int length)
    {
        for (int room = 0; room < length; room++)
        {
            Assert.Equal(0, DnsText.ToName(text, new byte[room], 0));
        }

        byte[] exact = new byte[length + 2];
        Assert.Equal(length, DnsText.ToName(text, exact, 2));
    }

    [Theory]
    [InlineData("My.Board \\ ünique")]
    [InlineData("x")]
    public void A_label_may_contain_everything(string text)
    {
        byte[] label = new byte[64];
        int size = DnsText.ToLabel(text, label, 0);
        Assert.Equal(Encoding.UTF8.GetBytes(text).Prepend((byte)(size - 1)), label[..size]);
    }

    [Fact]
    public void A_label_is_neither_empty_nor_longer_than_63_bytes()
    {
        byte[] label = new byte[100];
        Assert.Equal(0, DnsText.ToLabel("", label, 0));
        Assert.Equal(0, DnsText.ToLabel(new string('a', 64), label, 0));
        Assert.Equal(64, DnsText.ToLabel(new string('a', 63), label, 0));
        Assert.Equal(0, DnsText.ToLabel("ab", new byte[2], 0));
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character()
    {
        byte[] buffer = new byte[10];
        Assert.Equal(Encoding.UTF8.GetBytes("a\uFFFDb"), buffer[..DnsText.ToUtf8("a\uD83Db", buffer, 0)]);
        Assert.Equal(3, DnsText.ToUtf8("\uDE00", buffer, 0));
        Assert.Equal(-1, DnsText.ToUtf8("abc", new byte[2], 0));
    }

    [Fact]
    public void What_is_no_name_has_no_text()
    {
        Assert.Throws<FormatException>(() => DnsText.ToText([3, 65], 0));
    }

    [Fact]
    public void Arguments_are_needed()
    {
        Assert.Throws<ArgumentNullException>(() => DnsText.ToName(null!));
        Assert.Throws<ArgumentNullException>(() => DnsText.ToName("a", null!, 0));
        Assert.Throws<ArgumentNullException>(() => DnsText.ToLabel(null!, new byte[9], 0));
        Assert.Throws<ArgumentNullException>(() => DnsText.ToUtf8("a", null!, 0));
        Assert.Throws<ArgumentNullException>(() => DnsText.ToText(null!, 0));
    }

    [Fact]
    public void Nothing_is_allocated_to_write_a_name()
    {
        byte[] name = new byte[64];
        Allocations.AssertNone(() => () => DnsText.ToName(@"My\.Board.é.example.org", name, 0));
    }
}
