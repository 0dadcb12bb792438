// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>The receive filters, with vectors worked out by hand or by other programs.</summary>
public class Enc28J60FilterTests
{
    private static readonly byte[] s_group = [0x01, 0x00, 0x5E, 0x00, 0x00, 0xFB];

    private readonly Enc28J60Bench _bench = new();

    [Theory]
    [InlineData("01005E000001", 0x7FA32D9Bu, 63)]
    [InlineData("01005E0000FB", 0x3F7B3B21u, 62)]
    [InlineData("333300000001", 0xF99BAABAu, 51)]
    [InlineData("3333000000FB", 0xB943BC00u, 50)]
    [InlineData("3333FF000001", 0x76FB0AC1u, 45)]
    [InlineData("FFFFFFFFFFFF", 0xFF48647Du, 62)]
    [InlineData("0004A3000001", 0x877E26C9u, 14)]
    public void A_frame_passes_if_the_bit_of_its_hash_is_set(string address, uint register, int index)
    {
        byte[] destination = Convert.FromHexString(address);
        Assert.Equal(register, EthernetCrc.HashRegister(destination));
        Assert.Equal(index, EthernetCrc.HashIndex(destination));

        _bench.Start(filter: 0x24);
        _bench.Arrive(Enc28J60Bench.Frame(60, destination));
        Assert.Equal(0, Received());
        _bench.Write(Register.EHT0 + index / 8, 1 << (index % 8));
        _bench.Arrive(Enc28J60Bench.Frame(60, destination));
        Assert.Equal(1, Received());
    }

    [Theory]
    [InlineData(0xA0, true, false, false, false)]
    [InlineData(0x21, false, true, false, false)]
    [InlineData(0x22, false, true, true, false)]
    [InlineData(0xA1, true, true, false, false)]
    [InlineData(0x20, true, true, true, true)]
    [InlineData(0x00, true, true, true, true)]
    [InlineData(0x60, true, true, true, true)]
    [InlineData(0xE0, true, false, false, false)]
    [InlineData(0xE1, false, false, false, false)]
    [InlineData(0x63, false, true, false, false)]
    public void The_filter_takes_the_addresses_that_it_is_set_to(int filter, bool unicast, bool broadcast, bool multicast, bool foreign)
    {
        _bench.Start(filter: filter);
        Assert.Equal(unicast, Takes(Enc28J60Bench.Mac));
        Assert.Equal(broadcast, Takes(Enc28J60Bench.Broadcast));
        Assert.Equal(multicast, Takes(s_group));
        Assert.Equal(foreign, Takes([2, 9, 9, 9, 9, 9]));
    }

    [Theory]
    [InlineData(0, 0xC0, 0x0F, 0x5BFC, 0x5BFC)]
    [InlineData(6, 0x0A, 0x1F, 0x563F, 0x563F)]
    public void A_frame_passes_if_its_masked_bytes_have_the_checksum(int offset, int mask0, int mask1, int checksum, int same)
    {
        _bench.Start(filter: 0x30);
        _bench.Write16(Register.EPMOL, offset);
        _bench.Write(Register.EPMM0, mask0);
        _bench.Write(Register.EPMM0 + 1, mask1);
        _bench.Write16(Register.EPMCSL, checksum);
        Assert.Equal(same, _bench.Read16(Register.EPMCSL));

        byte[] frame = Enc28J60Bench.Frame(80);
        if (offset == 0)
        {
            Convert.FromHexString("0004A3FFFFFF").CopyTo(frame, 6);
        }
        else
        {
            // The selected bytes of the window: 1, 3 and 8 to 12.
            byte[] selected = Convert.FromHexString("88AA090A0B0C0D");
            int[] places = [1, 3, 8, 9, 10, 11, 12];
            for (int i = 0; i < places.Length; i++)
            {
                frame[offset + places[i]] = selected[i];
            }
        }

        _bench.Arrive(frame);
        Assert.Equal(1, Received());
        frame[offset == 0 ? 7 : offset + 3] ^= 0x10;
        _bench.Arrive(frame);
        Assert.Equal(1, Received());
    }

    [Fact]
    public void A_pattern_lets_ARP_broadcasts_through_beside_unicast()
    {
        _bench.Start(filter: 0xB0);
        _bench.Write(Register.EPMM0, 0x3F);
        _bench.Write(Register.EPMM0 + 1, 0x30);
        _bench.Write16(Register.EPMCSL, 0xF7F9);
        _bench.Arrive(Enc28J60Bench.Frame(60, Enc28J60Bench.Broadcast, 0x0806));
        _bench.Arrive(Enc28J60Bench.Frame(60, Enc28J60Bench.Broadcast, 0x0800));
        _bench.Arrive(Enc28J60Bench.Frame(60, Enc28J60Bench.Mac, 0x0800));
        Assert.Equal(2, Received());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void The_window_of_the_pattern_must_end_inside_the_frame(int offset, int expected)
    {
        // No byte is selected, so only the place of the window counts.
        _bench.Start(filter: 0x30);
        _bench.Write16(Register.EPMOL, offset);
        _bench.Write16(Register.EPMCSL, 0xFFFF);
        _bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(expected, Received());
    }

    [Fact]
    public void Erratum_18_lets_some_frames_through()
    {
        Enc28J60Bench bench = new(Enc28J60Errata.PatternMatchLeaks);
        bench.Start(filter: 0x30);
        for (int i = 0; i < 70; i++)
        {
            bench.Arrive(Enc28J60Bench.Frame(60));
        }

        Assert.InRange(bench.Counters.FramesReceived, 1, 20);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(5, false)]
    public void A_magic_packet_repeats_the_own_address_sixteen_times(int damagedRepetition, bool expected)
    {
        _bench.Start(filter: 0x28);
        byte[] frame = Enc28J60Bench.Frame(200);
        frame.AsSpan(50, 6).Fill(0xFF);
        for (int i = 1; i <= 16; i++)
        {
            Enc28J60Bench.Mac.CopyTo(frame, 50 + 6 * i);
        }

        if (damagedRepetition > 0)
        {
            frame[50 + 6 * damagedRepetition] ^= 1;
        }

        Assert.Equal(expected, Takes(frame, Enc28J60Bench.Mac));
        Assert.False(Takes(frame, Enc28J60Bench.OtherMac));
    }

    private int Received() => (int)_bench.Counters.FramesReceived;

    private bool Takes(byte[] destination) => Takes(Enc28J60Bench.Frame(60), destination);

    private bool Takes(byte[] frame, byte[] destination)
    {
        int before = Received();
        destination.CopyTo(frame, 0);
        _bench.Arrive(frame);
        return Received() > before;
    }
}
