// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using CsCheck;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Wire;

/// <summary>The Internet checksum (RFC 1071), against the word-by-word form of <see cref="Frames.InternetChecksum"/>.</summary>
public class ChecksumTests
{
    // Above the longest of an Ethernet, so that every way of dividing one into blocks comes up.
    private const int LongestFrame = 1600;

    [Fact]
    public void Every_length_at_every_offset_is_right()
    {
        byte[] buffer = new byte[LongestFrame + 10];
        new Random(1).NextBytes(buffer);
        for (int length = 0; length <= LongestFrame; length++)
        {
            for (int offset = 0; offset < 10; offset++)
            {
                Assert.Equal(Frames.InternetChecksum(buffer.AsSpan(offset, length)), Word(Checksum.Finish(Checksum.Sum(buffer, offset, length))));
            }
        }
    }

    [Fact]
    public void Long_buffers_are_right()
    {
        var random = new Random(2);
        byte[] buffer = new byte[70_000];
        random.NextBytes(buffer);
        for (int i = 0; i < 300; i++)
        {
            int offset = random.Next(40);
            int length = random.Next(buffer.Length - offset);
            Assert.Equal(Frames.InternetChecksum(buffer.AsSpan(offset, length)), Word(Checksum.Finish(Checksum.Sum(buffer, offset, length))));
        }
    }

    [Fact]
    public void Any_bytes_are_right()
    {
        // Runs of ones are the likely place for a lost carry.
        Gen<byte> bytes = Gen.OneOf(Gen.Byte, Gen.Byte[0xFE, 0xFF], Gen.Byte[0x7F, 0x80], Gen.Const((byte)0xFF));
        Gen.Select(bytes.Array[0, LongestFrame], Gen.Int[0, 20]).Sample((data, offset) =>
        {
            offset = Math.Min(offset, data.Length);
            int length = data.Length - offset;
            int expected = Frames.InternetChecksum(data.AsSpan(offset)) % 0xFFFF;
            Assert.Equal(expected, Word(Checksum.Finish(Checksum.Sum(data, offset, length))) % 0xFFFF);
        });
    }

    [Theory]
    [InlineData(0xFF, 0xFF)]
    [InlineData(0x00, 0x00)]
    [InlineData(0xFF, 0xFE)]
    [InlineData(0x00, 0x01)]
    [InlineData(0x80, 0x00)]
    public void Carries_are_not_lost(byte first, byte second)
    {
        // A sum of all ones may come as 0, which is the same modulo 65535.
        byte[] buffer = [.. Enumerable.Range(0, 65_536).Select(i => i % 2 == 0 ? first : second)];
        for (int length = 0; length < LongestFrame; length++)
        {
            Assert.Equal(Frames.InternetChecksum(buffer.AsSpan(0, length)) % 0xFFFF, Word(Checksum.Finish(Checksum.Sum(buffer, 0, length))) % 0xFFFF);
        }

        Assert.Equal(Frames.InternetChecksum(buffer) % 0xFFFF, Word(Checksum.Finish(Checksum.Sum(buffer, 0, buffer.Length))) % 0xFFFF);
    }

    [Fact]
    public void The_example_of_RFC_1071_gives_its_sum()
    {
        Assert.Equal(0xDDF2, Word(Checksum.Sum([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7], 0, 8) % 0xFFFF));
    }

    [Fact]
    public void Data_with_its_checksum_in_place_gives_0()
    {
        byte[] buffer = new byte[100];
        new Random(3).NextBytes(buffer);
        buffer[50] = buffer[51] = 0;
        int checksum = Checksum.Finish(Checksum.Sum(buffer, 0, 100));
        Checksum.Store(buffer, 50, checksum);
        Assert.Equal(0, Checksum.Finish(Checksum.Sum(buffer, 0, 100)));
        buffer[99] ^= 0x10;
        Assert.NotEqual(0, Checksum.Finish(Checksum.Sum(buffer, 0, 100)));
    }

    [Fact]
    public void Sums_of_parts_of_even_length_add_up()
    {
        byte[] buffer = new byte[1500];
        new Random(4).NextBytes(buffer);
        for (int cut = 0; cut <= 1500; cut += 2)
        {
            int sum = Checksum.Sum(buffer, 0, cut) + Checksum.Sum(buffer, cut, 1500 - cut);
            Assert.Equal(Frames.InternetChecksum(buffer), Word(Checksum.Finish(sum)));
        }
    }

    [Theory]
    [InlineData(0, 0xFFFF)]
    [InlineData(0xFFFF, 0)]
    [InlineData(0x10000, 0xFFFE)]
    [InlineData(0x1FFFF, 0xFFFE)]
    [InlineData(0x7FFFFFFF, 0x8000)]
    public void Finish_folds_and_complements(int sum, int expected)
    {
        Assert.Equal(expected, Checksum.Finish(sum));
    }

    /// <summary>Sums have the low byte of their words first. A header field read as a number has the high byte first.</summary>
    private static int Word(int value) => ((value & 0xFF) << 8) | (value >> 8);
}
