// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dns;

namespace NanoTcp.Tests.Stack.Dns;

/// <summary>Names in messages: RFC 1035 §3.1 and §4.1.4, with bounds on all that a stranger can write there.</summary>
public class DnsNameTests
{
    // A header in front: no pointer may go there.
    private const int First = 12;

    private static byte[] Expanded(byte[] message, int offset)
    {
        byte[] name = new byte[DnsName.MaxLength];
        return name[..DnsName.Expand(message, message.Length, offset, name, 0)];
    }

    private static byte[] Message(params IEnumerable<byte>[] names)
    {
        return [.. new byte[First], .. names.SelectMany(name => name)];
    }

    private static byte[] Labels(params int[] lengths)
    {
        return [.. lengths.SelectMany(length => Enumerable.Repeat((byte)'a', length).Prepend((byte)length))];
    }

    [Fact]
    public void A_name_without_pointers_expands_to_itself()
    {
        byte[] name = DnsMessage.Name("board.example.org");
        Assert.Equal(name, Expanded(Message(name), First));
    }

    [Fact]
    public void The_root_is_a_name_of_one_byte()
    {
        Assert.Equal([0], Expanded(Message([0]), First));
    }

    [Fact]
    public void A_pointer_stands_for_an_earlier_name_or_its_end()
    {
        byte[] earlier = DnsMessage.Name("board.example.org");
        byte[] message = Message(earlier, DnsMessage.Pointing(First + 6, "www"), DnsMessage.Pointing(First), DnsMessage.Pointing(First + 18, ""));
        int second = First + earlier.Length;
        Assert.Equal(DnsMessage.Name("www.example.org"), Expanded(message, second));
        Assert.Equal(earlier, Expanded(message, second + 6));
        Assert.Equal([0], Expanded(message, second + 8));
        Assert.Equal(second + 6, DnsName.Skip(message, message.Length, second));
        Assert.Equal(second + 8, DnsName.Skip(message, message.Length, second + 6));
    }

    [Fact]
    public void A_chain_of_pointers_is_followed_as_far_as_an_honest_one_goes()
    {
        // Each name is a label, and a pointer to the name before: l31.l30. … .l0.
        List<byte> message = [.. new byte[First], .. DnsMessage.Name("x")];
        int previous = First;
        int[] starts = new int[DnsName.MaxPointers + 2];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = message.Count;
            message.AddRange(DnsMessage.Pointing(previous, "y"));
            previous = starts[i];
        }

        byte[] all = [.. message];
        Assert.Equal(2 * DnsName.MaxPointers + 3, Expanded(all, starts[DnsName.MaxPointers - 1]).Length);
        Assert.Empty(Expanded(all, starts[DnsName.MaxPointers]));
        Assert.False(DnsName.AreEqual(all, all.Length, starts[DnsName.MaxPointers], all, all.Length, starts[DnsName.MaxPointers]));
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "nothing", [] },
        { "a label without an end", [3, (byte)'a', (byte)'b', (byte)'c'] },
        { "a label longer than the message", [9, (byte)'a', 0] },
        { "half a pointer", [0xC0] },
        { "a label and half a pointer", [1, (byte)'a', 0xC0] },
        { "a pointer to itself", [0xC0, First] },
        { "a label and a pointer to it", [1, (byte)'a', 0xC0, First] },
        { "a pointer to the pointer's own second byte", [1, 0xC0, 0xC0, First + 1] },
        { "a pointer into the middle of its own name", [3, (byte)'a', 0, 0, 0xC0, First + 2] },
        { "a pointer forward", [0xC0, First + 2, 0] },
        { "two pointers at each other", [0xC0, First + 2, 0xC0, First] },
        { "a pointer behind the message", [0xFF, 0xFF] },
        { "a pointer into the header", [0xC0, 0] },
        { "a pointer to the last byte of the header", [0xC0, First - 1] },
        { "a label of type 0x40", [0x41, (byte)'a', 0] },
        { "a label of type 0x80", [0x81, (byte)'a', 0] },
        { "a bit label of RFC 2673", [0x41, 0x08, 0xFF, 0] },
        { "256 bytes", [.. Labels(63, 63, 63, 62), 0] },
        { "300 bytes", [.. Labels(63, 63, 63, 63, 40), 0] },
        { "128 labels", [.. Labels([.. Enumerable.Repeat(1, 128)]), 0] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void What_is_no_name_expands_to_nothing_and_is_like_no_name(string what, byte[] bytes)
    {
        byte[] message = Message(bytes);
        Assert.True(Expanded(message, First).Length == 0, what);
        Assert.False(DnsName.AreEqual(message, message.Length, First, message, message.Length, First), what);
        Assert.InRange(DnsName.Skip(message, message.Length, First), -1, message.Length);
    }

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x80)]
    public void One_of_the_two_bits_of_a_pointer_makes_none(byte bit)
    {
        byte[] earlier = DnsMessage.Name("a");
        byte[] message = Message(earlier, [bit, First]);
        Assert.Empty(Expanded(message, First + earlier.Length));
        Assert.Equal(-1, DnsName.Skip(message, message.Length, First + earlier.Length));
    }

    [Fact]
    public void Pointers_do_not_make_a_name_longer_than_255_bytes()
    {
        byte[] half = [.. Labels(63, 63), 0];
        byte[] message = Message(half, Labels(63, 62), DnsMessage.Pointing(First), Labels(63, 61), DnsMessage.Pointing(First));
        int second = First + half.Length;
        Assert.Empty(Expanded(message, second));
        Assert.False(DnsName.AreEqual(message, message.Length, second, message, message.Length, second));
        byte[] longest = Expanded(message, second + 63 + 62 + 4);
        Assert.Equal(DnsName.MaxLength, longest.Length);
        Assert.Equal(DnsName.MaxLength, DnsName.Skip(longest, longest.Length, 0));
    }

    [Fact]
    public void A_name_is_expanded_only_where_there_is_room()
    {
        byte[] message = Message(DnsMessage.Name("example.org"));
        Assert.Equal(0, DnsName.Expand(message, message.Length, First, new byte[12], 0));
        Assert.Equal(0, DnsName.Expand(message, message.Length, First, new byte[20], 8));
        Assert.Equal(13, DnsName.Expand(message, message.Length, First, new byte[20], 7));
    }

    [Theory]
    [InlineData("example.org", "example.org", true)]
    [InlineData("EXAMPLE.org", "example.ORG", true)]
    [InlineData("example.org", "example.com", false)]
    [InlineData("example.org", "example", false)]
    [InlineData("a.example.org", "example.org", false)]
    [InlineData("ab.c", "a.bc", false)]
    [InlineData("[{", "{[", false)]
    [InlineData("@", "`", false)]
    [InlineData("ü", "Ü", false)]
    [InlineData("", "", true)]
    [InlineData("", "org", false)]
    public void Names_are_compared_without_regard_to_the_case_of_ASCII_letters(string first, string second, bool areEqual)
    {
        byte[] a = DnsMessage.Name(first);
        byte[] b = Message(DnsMessage.Name(second));
        Assert.Equal(areEqual, DnsName.AreEqual(a, a.Length, 0, b, b.Length, First));
        Assert.Equal(areEqual, DnsName.AreEqual(b, b.Length, First, a, a.Length, 0));
    }

    [Fact]
    public void A_compressed_name_equals_the_same_name_in_full()
    {
        byte[] earlier = DnsMessage.Name("board.example.org");
        byte[] message = Message(earlier, DnsMessage.Pointing(First + 6, "WWW"));
        byte[] name = DnsMessage.Name("www.Example.org");
        Assert.True(DnsName.AreEqual(message, message.Length, First + earlier.Length, name, name.Length, 0));
        Assert.False(DnsName.AreEqual(message, message.Length, First, name, name.Length, 0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(64)]
    public void Outside_of_a_message_there_is_no_name(int offset)
    {
        byte[] message = Message(new byte[52]);
        Assert.Equal(-1, DnsName.Skip(message, message.Length, offset));
        Assert.Empty(Expanded(message, offset));
        Assert.False(DnsName.AreEqual(message, message.Length, offset, message, message.Length, offset));
    }

    [Fact]
    public void The_first_label_of_a_name_is_found_behind_its_pointers()
    {
        byte[] earlier = DnsMessage.Name("board.example.org");
        byte[] message = Message(earlier, DnsMessage.Pointing(First + 6), [0]);
        Assert.Equal(5, DnsName.FirstLabel(message, message.Length, First));
        Assert.Equal(7, DnsName.FirstLabel(message, message.Length, First + earlier.Length));
        Assert.Equal(0, DnsName.FirstLabel(message, message.Length, message.Length - 1));
        Assert.Equal(-1, DnsName.FirstLabel(message, message.Length, message.Length));
    }

    [Fact]
    public void Nothing_is_allocated_for_names()
    {
        byte[] earlier = DnsMessage.Name("board.example.org");
        byte[] message = Message(earlier, DnsMessage.Pointing(First + 6, "www"));
        byte[] name = new byte[DnsName.MaxLength];
        Allocations.AssertNone(() => () =>
        {
            DnsName.Skip(message, message.Length, First);
            DnsName.Expand(message, message.Length, First + earlier.Length, name, 0);
            DnsName.AreEqual(message, message.Length, First + earlier.Length, name, name.Length, 0);
        });
    }
}
