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
        // What stands behind the header must never be read as an option.
        byte[] buffer = [.. new byte[Offset + TcpHeader.MinLength], .. options, 2, 4, 0x7F, 0x7F];
        return TcpHeader.ReadMss(buffer, Offset, TcpHeader.MinLength + options.Length);
    }

    [Fact]
    public void Without_options_the_size_is_536()
    {
        Assert.Equal(536, ReadMss());
    }

    [Theory]
    [InlineData(1460, new byte[] { 2, 4, 5, 180 })]
    [InlineData(0, new byte[] { 2, 4, 0, 0 })]
    [InlineData(65535, new byte[] { 2, 4, 255, 255 })]
    [InlineData(513, new byte[] { 1, 1, 1, 1, 2, 4, 2, 1 })]
    [InlineData(513, new byte[] { 1, 2, 4, 2, 1, 1, 1, 1 })]
    [InlineData(513, new byte[] { 253, 2, 2, 4, 2, 1, 0, 0 })]
    [InlineData(513, new byte[] { 4, 2, 3, 3, 7, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 2, 1, 0 })]
    [InlineData(513, new byte[] { 2, 4, 2, 1, 2, 4, 9, 9 })]
    public void It_is_found_among_others(int expected, byte[] options)
    {
        Assert.Equal(expected, ReadMss(options));
    }

    [Theory]
    [InlineData(new byte[] { 0, 2, 4, 2, 1, 0, 0, 0 })]
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
        for (int i = 0; i < 100_000; i++)
        {
            byte[] options = new byte[4 * random.Next(11)];
            for (int j = 0; j < options.Length; j++)
            {
                options[j] = (byte)random.Next(random.Next(2) == 0 ? 6 : 256);
            }

            byte[] exact = [.. new byte[TcpHeader.MinLength], .. options];
            Assert.InRange(TcpHeader.ReadMss(exact, 0, exact.Length), 0, 65535);
        }
    }
}
