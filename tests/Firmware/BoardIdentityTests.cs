// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Platform;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Firmware;

/// <summary>A board's MAC address is its own: made once, stored, and found again.</summary>
public sealed class BoardIdentityTests
{
    private static readonly byte[] s_ofClass = [2, 0x4E, 0x54, 0, 0, 1];

    [Fact]
    public void Two_boards_of_a_kind_get_two_addresses_and_keep_them()
    {
        MemoryStore one = new();
        MemoryStore other = new();

        byte[] first = Give(one, 1);
        byte[] second = Give(other, 2);

        Assert.NotEqual(first, second);
        Assert.NotEqual(s_ofClass, first);
        Assert.Equal(first, Give(one, 3));
        Assert.Equal(second, Give(other, 4));
        Assert.Equal((1, 1), (one.Saves, other.Saves));
    }

    [Fact]
    public void An_address_that_is_made_is_one_stations_and_locally_administered()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            Assert.Equal(0x02, Give(new MemoryStore(), seed)[0] & 0x0F);
        }
    }

    public static TheoryData<byte[]> Refused =>
    [
        Array.Empty<byte>(),
        new byte[] { 2, 1, 2, 3, 4, 5 },
        Record(2, 1, 2, 3, 4, 5)[..11],
        Record(2, 1, 2, 3, 4, 5).Append((byte)0).ToArray(),
        Record(0, 0, 0, 0, 0, 0),
        Record(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
        Record(3, 1, 2, 3, 4, 5),
        Record(1, 0, 0x5E, 0, 0, 1),
        new byte[12],
        Enumerable.Repeat((byte)0xFF, 12).ToArray(),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_stored_but_no_stations_address_is_replaced(byte[] stored)
    {
        MemoryStore store = new() { Record = stored };

        byte[] address = Give(store, 1);

        Assert.Equal(1, store.Saves);
        Assert.Equal(address, Give(store, 2));
    }

    [Fact]
    public void A_record_with_any_bit_turned_over_is_replaced()
    {
        byte[] good = Record(2, 0x4E, 0x54, 7, 8, 9);
        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] damaged = [.. good];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            MemoryStore store = new() { Record = damaged };

            Give(store, 1);

            Assert.Equal(1, store.Saves);
        }
    }

    [Fact]
    public void An_address_that_a_maker_has_assigned_may_be_stored()
    {
        MemoryStore store = new() { Record = Record(0x24, 0x0A, 0xC4, 1, 2, 3) };

        Assert.Equal([0x24, 0x0A, 0xC4, 1, 2, 3], Give(store, 1));
        Assert.Equal(0, store.Saves);
    }

    [Fact]
    public void Without_a_store_that_works_there_is_an_address_for_this_start_and_its_owner_is_told()
    {
        byte[] address = [.. s_ofClass];

        Assert.False(BoardIdentity.Give(address, new MemoryStore { IsBroken = true }, new FixedEntropy(1)));
        Assert.Equal(0x02, address[0] & 0x0F);
        Assert.NotEqual(s_ofClass, address);
        Assert.False(BoardIdentity.Give(address, new MemoryStore { Forgets = true }, new FixedEntropy(1)));
    }

    [Fact]
    public void A_file_keeps_the_address()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nanotcp-identity-");
        try
        {
            string path = Path.Combine(folder.FullName, "mac");
            byte[] address = [.. s_ofClass];
            Assert.True(BoardIdentity.Give(address, new FileIdentityStore(path), new FixedEntropy(1)));

            byte[] again = [.. s_ofClass];
            Assert.True(BoardIdentity.Give(again, new FileIdentityStore(path), new FixedEntropy(2)));

            Assert.Equal(address, again);
            Assert.Null(new FileIdentityStore(Path.Combine(folder.FullName, "none")).Load());
            Assert.Null(new FileIdentityStore(folder.FullName).Load());
            Assert.False(new FileIdentityStore(Path.Combine(folder.FullName, "none", "mac")).Save(address));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Record(params byte[] address)
    {
        return [.. address, .. address.Select(part => (byte)~part)];
    }

    private static byte[] Give(MemoryStore store, int seed)
    {
        byte[] address = [.. s_ofClass];
        Assert.True(BoardIdentity.Give(address, store, new FixedEntropy(seed)));
        return address;
    }

    private sealed class MemoryStore : IdentityStore
    {
        public byte[]? Record { get; set; }

        public bool IsBroken { get; init; }

        public bool Forgets { get; init; }

        public int Saves { get; private set; }

        public override byte[]? Load() => IsBroken ? null : Record;

        public override bool Save(byte[] record)
        {
            Saves++;
            Record = Forgets ? null : record;
            return !IsBroken;
        }
    }
}
