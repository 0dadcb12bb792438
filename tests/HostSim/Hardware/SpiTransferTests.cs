// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Spi;

namespace NanoTcp.Tests.HostSim.Hardware;

public class SpiTransferTests
{
    [Fact]
    public void Full_duplex_clocks_both_spans_under_one_chip_select()
    {
        using HardwareBench bench = new();
        SpiDevice device = bench.Open();
        byte[] write = [0, 0xA1, 0xA2, 0xA3, 0];
        byte[] read = new byte[5];
        device.TransferFullDuplex(new SpanByte(write, 1, 3), new SpanByte(read, 2, 3));

        Assert.Equal([0xA1, 0xA2, 0xA3], Assert.Single(bench.Chip.Instructions));
        Assert.Equal([0, 0, 0x5E, 0x5D, 0x5C], read);
        Assert.False(bench.Chip.IsSelected);
    }

    [Fact]
    public void One_array_can_be_both()
    {
        using HardwareBench bench = new();
        byte[] both = [1, 2, 3];
        bench.Open().TransferFullDuplex(both, both);

        Assert.Equal([1, 2, 3], bench.Chip.LastInstruction);
        Assert.Equal([0xFE, 0xFD, 0xFC], both);
    }

    [Fact]
    public void Words_go_out_and_come_in_low_byte_first()
    {
        using HardwareBench bench = new();
        ushort[] read = new ushort[2];
        bench.Open().TransferFullDuplex([0x1122, 0x3344], read);

        Assert.Equal([0x22, 0x11, 0x44, 0x33], bench.Chip.LastInstruction);
        Assert.Equal([0xEEDD, 0xCCBB], read);
    }

    [Fact]
    public void Unequal_lengths_are_refused_since_the_device_would_leave_the_shorter_array()
    {
        using HardwareBench bench = new();
        SpiDevice device = bench.Open();

        Assert.Throws<ArgumentException>(() => device.TransferFullDuplex(new byte[3], new byte[2]));
        Assert.Throws<ArgumentException>(() => device.TransferFullDuplex(new byte[2], new byte[3]));
        Assert.Throws<ArgumentException>(() => device.TransferFullDuplex(new ushort[2], new ushort[1]));
        Assert.Empty(bench.Chip.Instructions);
    }

    [Fact]
    public void A_transfer_has_16384_bytes_at_the_most()
    {
        using HardwareBench bench = new();
        SpiDevice device = bench.Open();
        device.TransferFullDuplex(new byte[16384], new byte[16384]);
        device.TransferFullDuplex(new ushort[8192], new ushort[8192]);

        Assert.Equal(16384, bench.Chip.LastInstruction.Length);
        Assert.Throws<ArgumentException>(() => device.TransferFullDuplex(new byte[16385], new byte[16385]));
        Assert.Throws<ArgumentException>(() => device.Write(new ushort[8193]));
        Assert.Throws<ArgumentException>(() => device.Read(new byte[16385]));
    }

    [Fact]
    public void Write_and_Read_go_one_way_each()
    {
        using HardwareBench bench = new();
        SpiDevice device = bench.Open();
        byte[] read = new byte[3];
        device.Write(new byte[] { 1, 2 });
        device.Write(new ushort[] { 0x0403 });
        device.WriteByte(5);
        device.Read(read);

        Assert.Equal([1, 2], bench.Chip.Instructions[0]);
        Assert.Equal([3, 4], bench.Chip.Instructions[1]);
        Assert.Equal([5], bench.Chip.Instructions[2]);
        Assert.Equal([0, 0, 0], bench.Chip.Instructions[3]);
        Assert.Equal([0xFF, 0xFF, 0xFF], read);
        Assert.Equal(0xFF, device.ReadByte());
    }

    [Fact]
    public void Reading_words_loses_the_second_half_as_on_the_device()
    {
        using HardwareBench bench = new();
        ushort[] read = new ushort[4];
        bench.Open().Read(read);

        Assert.Equal(8, bench.Chip.LastInstruction.Length);
        Assert.Equal([0xFFFF, 0xFFFF, 0, 0], read);
    }

    [Fact]
    public void The_least_significant_bit_can_go_first()
    {
        using HardwareBench bench = new();
        byte[] read = new byte[1];
        bench.Open(change: s => s.DataFlow = DataFlow.LsbFirst).TransferFullDuplex(new byte[] { 0x13 }, read);

        Assert.Equal([0xC8], bench.Chip.LastInstruction);
        Assert.Equal(0xEC, read[0]);
    }

    [Fact]
    public void Calls_transactions_and_bytes_are_counted()
    {
        using HardwareBench bench = new();
        SpiDevice device = bench.Open();
        device.TransferFullDuplex(new byte[10], new byte[10]);
        device.Write(new ushort[3]);
        device.ReadByte();

        Assert.Equal(3, bench.Board.Spi.Calls);
        Assert.Equal(3, bench.Board.Spi.Transactions);
        Assert.Equal(17, bench.Board.Spi.Bytes);
        bench.Board.Spi.Clear();
        Assert.Equal(0, bench.Board.Spi.Calls + bench.Board.Spi.Transactions + bench.Board.Spi.Bytes);
    }

    [Fact]
    public void A_transfer_takes_the_cost_of_a_transaction_and_the_time_of_its_bytes()
    {
        using HardwareBench bench = new(transactionNanoseconds: 30_000);
        SpiDevice device = bench.Open();
        long start = bench.Clock.Nanoseconds;
        device.TransferFullDuplex(new byte[1500], new byte[1500]);

        Assert.Equal(30_000 + 1500 * 400, bench.Clock.Nanoseconds - start);
    }

    [Theory]
    [InlineData(0, 40_000_000)]
    [InlineData(8_000_000, 8_000_000)]
    [InlineData(10_000_000, 10_000_000)]
    [InlineData(18_000_000, 16_000_000)]
    [InlineData(20_000_000, 20_000_000)]
    [InlineData(25_000_000, 26_666_666)]
    [InlineData(26_666_666, 26_666_666)]
    [InlineData(33_000_000, 26_666_666)]
    [InlineData(34_000_000, 40_000_000)]
    [InlineData(60_000_000, 40_000_000)]
    [InlineData(60_000_001, 80_000_000)]
    [InlineData(500_000, 500_000)]
    public void The_clock_is_the_nearest_that_divides_80_MHz(int wished, int actual)
    {
        using HardwareBench bench = new();
        SpiDevice device = bench.Open(change: s => s.ClockFrequency = wished);
        long start = bench.Clock.Nanoseconds;
        device.Write(new byte[1000]);

        Assert.Equal(actual, bench.Chip.LastClockHz);
        Assert.Equal(1000 * (80_000_000 / actual) * 100L, bench.Clock.Nanoseconds - start);
    }
}
