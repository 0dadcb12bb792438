// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Wire;

/// <summary>The options of a TCP header (RFC 9293 §3.1, §3.2).</summary>
public class TcpHeaderTests
{
    private const int Offset = 7;

    private static int ReadMss(params byte[] options)
    {
        // Bytes behind the header must never be read as an option.
        byte[] buffer = [.. new byte[Offset + TcpHeader.MinLength], .. options, 2, 4, 0x7F, 0x7F];
        var list = new TcpOptionList();
        list.Read(buffer, Offset, TcpHeader.MinLength + options.Length);
        return list.Mss;
    }

    [Fact]
    public void Without_options_the_size_is_536()
    {
        Assert.Equal(536, ReadMss());
    }

    [Theory]
    [InlineData(1460, new byte[] { 2, 4, 5, 180 })]
    [InlineData(536, new byte[] { 2, 4, 0, 0 })]
    [InlineData(65535, new byte[] { 2, 4, 255, 255 })]
    [InlineData(513, new byte[] { 1, 1, 1, 1, 2, 4, 2, 1 })]
    [InlineData(513, new byte[] { 1, 2, 4, 2, 1, 1, 1, 1 })]
    [InlineData(513, new byte[] { 253, 2, 2, 4, 2, 1, 0, 0 })]
    [InlineData(513, new byte[] { 4, 2, 3, 3, 7, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 2, 1, 0 })]
    [InlineData(2313, new byte[] { 2, 4, 2, 1, 2, 4, 9, 9 })]
    [InlineData(513, new byte[] { 2, 4, 2, 1, 253, 4, 9, 9 })]
    public void It_is_found_among_others(int expected, byte[] options)
    {
        Assert.Equal(expected, ReadMss(options));
    }

    [Theory]
    [InlineData(new byte[] { 0, 2, 4, 2, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 2, 2, 4, 2, 1, 0, 0 })]
    [InlineData(new byte[] { 9, 0, 2, 4, 2, 1, 0, 0 })]
    [InlineData(new byte[] { 9, 1, 2, 4, 2, 1, 0, 0 })]
    [InlineData(new byte[] { 9, 9, 2, 4, 2, 1, 0, 0 })]
    [InlineData(new byte[] { 9, 255, 2, 4, 2, 1, 0, 0 })]
    [InlineData(new byte[] { 1, 1, 1, 9 })]
    [InlineData(new byte[] { 1, 1, 1, 2 })]
    [InlineData(new byte[] { 1, 1, 2, 4 })]
    [InlineData(new byte[] { 1, 2, 4, 2 })]
    [InlineData(new byte[] { 2, 3, 2, 0 })]
    [InlineData(new byte[] { 2, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 1, 1, 1 })]
    public void What_ends_or_breaks_the_list_before_it_leaves_536(byte[] options)
    {
        Assert.Equal(536, ReadMss(options));
    }

    [Fact]
    public void No_list_of_options_makes_it_loop_or_read_beyond_the_header()
    {
        var random = new Random(5);
        var list = new TcpOptionList();
        for (int i = 0; i < 100_000; i++)
        {
            byte[] options = new byte[4 * random.Next(11)];
            for (int j = 0; j < options.Length; j++)
            {
                options[j] = (byte)random.Next(random.Next(2) == 0 ? 6 : 256);
            }

            byte[] exact = [.. new byte[TcpHeader.MinLength], .. options];
            list.Read(exact, 0, exact.Length);
            Assert.InRange(list.Mss, 0, 65535);
            Assert.InRange(list.WindowScale, TcpOptionList.None, TcpHeader.MaxWindowScale);
            Assert.InRange(list.SackCount == 0 ? 20 : list.SackBlocks + 8 * list.SackCount, 20, exact.Length);
        }
    }

    [Fact]
    public void The_options_of_a_SYN_are_read()
    {
        var list = new TcpOptionList();
        byte[] header = [.. new byte[TcpHeader.MinLength], 2, 4, 5, 180, 1, 3, 3, 7, 4, 2, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8];
        list.Read(header, 0, header.Length);
        Assert.Equal((1460, 7, true, true, 0x01020304u, 0x05060708u), (list.Mss, list.WindowScale, list.SackPermitted, list.HasTimestamps, list.TimestampValue, list.TimestampEcho));
    }

    [Fact]
    public void A_window_scale_beyond_14_counts_as_14()
    {
        var list = new TcpOptionList();
        byte[] header = [.. new byte[TcpHeader.MinLength], 3, 3, 15, 0];
        list.Read(header, 0, header.Length);
        Assert.Equal(14, list.WindowScale);
    }

    [Fact]
    public void The_blocks_of_selective_acknowledgments_are_found()
    {
        var list = new TcpOptionList();
        byte[] header = [.. new byte[TcpHeader.MinLength], 1, 1, 5, 18, .. new byte[16]];
        list.Read(header, 0, header.Length);
        Assert.Equal((24, 2), (list.SackBlocks, list.SackCount));
    }

    [Theory]
    [InlineData(new byte[] { 5, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 8, 8, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 4, 7, 7 })]
    [InlineData(new byte[] { 4, 3, 0, 0 })]
    public void An_option_of_an_impossible_length_is_skipped(byte[] options)
    {
        var list = new TcpOptionList();
        byte[] header = [.. new byte[TcpHeader.MinLength], .. options];
        list.Read(header, 0, header.Length);
        Assert.Equal((TcpOptionList.None, false, false, 0), (list.WindowScale, list.SackPermitted, list.HasTimestamps, list.SackCount));
    }
}
