// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>The keyed hash (Aumasson and Bernstein, "SipHash: a fast short-input PRF", appendix A).</summary>
public class SipHashTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    [Fact]
    public void The_example_of_the_paper_gives_its_hash()
    {
        byte[] message = [.. Enumerable.Range(0, 15).Select(i => (byte)i), 15];
        ulong hash = new SipHash(s_key).HashBlocks(BinaryPrimitives.ReadUInt64LittleEndian(message), BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(8)));
        Assert.Equal(0xA129CA6149BE45E5, hash);
    }

    [Fact]
    public void Eight_bytes_and_four_are_a_message_of_twelve()
    {
        ulong hash = new SipHash(s_key).HashBlocks(0x0706050403020100, 0x0C0000000B0A0908);
        Assert.Equal((uint)hash, new SipHash(s_key).Hash(0x0706050403020100, 0x0B0A0908));
    }

    [Fact]
    public void What_was_hashed_before_does_not_count()
    {
        var hash = new SipHash(s_key);
        foreach (ulong block in (ulong[])[0, 1, 1, 2, 0, 1])
        {
            Assert.Equal(new SipHash(s_key).HashBlocks(block, 3), hash.HashBlocks(block, 3));
            Assert.Equal(new SipHash(s_key).HashBlocks(block, 4), hash.HashBlocks(block, 4));
        }
    }

    [Fact]
    public void Every_bit_of_the_key_and_of_the_words_counts()
    {
        uint reference = new SipHash(s_key).Hash(1, 3);
        for (int bit = 0; bit < 128; bit++)
        {
            byte[] key = [.. s_key];
            key[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(reference, new SipHash(key).Hash(1, 3));
        }

        for (int bit = 0; bit < 32; bit++)
        {
            var hash = new SipHash(s_key);
            Assert.NotEqual(reference, hash.Hash(1 ^ (1ul << bit), 3));
            Assert.NotEqual(reference, hash.Hash(1 ^ (1ul << (bit + 32)), 3));
            Assert.NotEqual(reference, hash.Hash(1, 3 ^ (1u << bit)));
        }
    }
}
