// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>Every register: its value after a reset, and which bits the host can write.</summary>
public sealed class W5500RegisterTests
{
    private readonly W5500Bench _bench = new();

    // Name, offset, reset value, bits that take what is written. MR and PHYCFGR have tests of their own.
    public static TheoryData<string, int, byte[], byte> CommonRegisters => new()
    {
        { "GAR", 0x01, new byte[4], 0xFF },
        { "SUBR", 0x05, new byte[4], 0xFF },
        { "SHAR", 0x09, new byte[6], 0xFF },
        { "SIPR", 0x0F, new byte[4], 0xFF },
        { "INTLEVEL", 0x13, new byte[2], 0xFF },
        { "IR", 0x15, [0x00], 0x00 },
        { "IMR", 0x16, [0x00], 0xF0 },
        { "SIR", 0x17, [0x00], 0x00 },
        { "SIMR", 0x18, [0x00], 0xFF },
        { "RTR", 0x19, [0x07, 0xD0], 0xFF },
        { "RCR", 0x1B, [0x08], 0xFF },
        { "PTIMER", 0x1C, [0x28], 0xFF },
        { "PMAGIC", 0x1D, [0x00], 0xFF },
        { "PHAR", 0x1E, new byte[6], 0xFF },
        { "PSID", 0x24, new byte[2], 0xFF },
        { "PMRU", 0x26, [0xFF, 0xFF], 0xFF },
        { "UIPR", 0x28, new byte[4], 0x00 },
        { "UPORTR", 0x2C, new byte[2], 0x00 },
        { "VERSIONR", 0x39, [0x04], 0x00 },
    };

    // Sn_CR and the buffer sizes have tests of their own.
    public static TheoryData<string, int, byte[], byte> SocketRegisters => new()
    {
        { "Sn_MR", 0x00, [0x00], 0xFF },
        { "Sn_IR", 0x02, [0x00], 0x00 },
        { "Sn_SR", 0x03, [0x00], 0x00 },
        { "Sn_PORT", 0x04, new byte[2], 0xFF },
        { "Sn_DHAR", 0x06, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], 0xFF },
        { "Sn_DIPR", 0x0C, new byte[4], 0xFF },
        { "Sn_DPORT", 0x10, new byte[2], 0xFF },
        { "Sn_MSSR", 0x12, new byte[2], 0xFF },
        { "Sn_TOS", 0x15, [0x00], 0xFF },
        { "Sn_TTL", 0x16, [0x80], 0xFF },
        { "Sn_TX_FSR", 0x20, [0x08, 0x00], 0x00 },
        { "Sn_TX_RD", 0x22, new byte[2], 0x00 },
        { "Sn_TX_WR", 0x24, new byte[2], 0xFF },
        { "Sn_RX_RSR", 0x26, new byte[2], 0x00 },
        { "Sn_RX_RD", 0x28, new byte[2], 0xFF },
        { "Sn_RX_WR", 0x2A, new byte[2], 0x00 },
        { "Sn_IMR", 0x2C, [0xFF], 0xFF },
        { "Sn_FRAG", 0x2D, [0x40, 0x00], 0xFF },
        { "Sn_KPALVTR", 0x2F, [0x00], 0xFF },
    };

    [Theory]
    [MemberData(nameof(CommonRegisters))]
    public void A_common_register_has_its_reset_value_and_mask(string name, int offset, byte[] reset, byte mask)
    {
        CheckRegister(name, W5500Bench.Common, offset, reset, mask);
    }

    [Theory]
    [MemberData(nameof(SocketRegisters))]
    public void A_socket_register_has_its_reset_value_and_mask(string name, int offset, byte[] reset, byte mask)
    {
        CheckRegister(name, W5500Bench.Socket0, offset, reset, mask);
        CheckRegister(name, (7 * 4) + 1, offset, reset, mask);
    }

    [Fact]
    public void The_tables_above_are_complete()
    {
        bool[] common = Covered(CommonRegisters, 0x3A, 0x00, 0x2E);
        bool[] socket = Covered(SocketRegisters, 0x30, 0x01, 0x1E, 0x1F);

        // All other registers are reserved.
        Assert.Equal([0x2F, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38], Uncovered(common));
        Assert.Equal([0x14, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D], Uncovered(socket));
    }

    [Fact]
    public void MR_keeps_its_defined_bits()
    {
        Assert.Equal(0x00, _bench.Read(W5500Bench.Common, 0x00));

        _bench.Write(W5500Bench.Common, 0x00, 0x7F);

        Assert.Equal(0x3A, _bench.Read(W5500Bench.Common, 0x00));
    }

    [Theory]
    [InlineData(0x1E)]
    [InlineData(0x1F)]
    public void A_buffer_is_0_to_16_kilobytes(int offset)
    {
        Assert.Equal(2, _bench.Read(W5500Bench.Socket0, offset));
        foreach (byte size in new byte[] { 0, 1, 2, 4, 8, 16 })
        {
            _bench.Write(W5500Bench.Socket0, offset, size);
            Assert.Equal(size, _bench.Read(W5500Bench.Socket0, offset));
        }

        foreach (byte size in new byte[] { 3, 5, 15, 17, 32, 255 })
        {
            Assert.Contains("KiB", _bench.Violation(() => _bench.Write(W5500Bench.Socket0, offset, size)).Message);
        }
    }

    [Theory]
    [InlineData(W5500Bench.Common, 0x2F)]
    [InlineData(W5500Bench.Common, 0x38)]
    [InlineData(W5500Bench.Common, 0x3A)]
    [InlineData(W5500Bench.Socket0, 0x14)]
    [InlineData(W5500Bench.Socket0, 0x17)]
    [InlineData(W5500Bench.Socket0, 0x1D)]
    [InlineData(W5500Bench.Socket0, 0x30)]
    public void A_reserved_register_reads_as_zero_and_must_not_be_written(int block, int offset)
    {
        Assert.Equal(0, _bench.Read(block, offset));
        Assert.Contains("reserved", _bench.Violation(() => _bench.Write(block, offset, 0)).Message);
    }

    [Fact]
    public void A_burst_may_cross_registers_that_only_read()
    {
        // MR to SIMR in one write: SIR does not take its byte.
        byte[] values = new byte[0x19];
        values[0x00] = 0x10;
        values[0x17] = 0xFF;
        values[0x18] = 0x01;
        _bench.Write(W5500Bench.Common, 0x00, values);

        Assert.Equal(1, _bench.Chip.Counters.IgnoredWrites);
        Assert.Equal(values[..0x17], _bench.Read(W5500Bench.Common, 0x00, 0x17));
        Assert.Equal([0x00, 0x01], _bench.Read(W5500Bench.Common, 0x17, 2));
    }

    [Fact]
    public void A_pointer_write_may_run_into_the_read_only_register_behind_it()
    {
        _bench.Write(W5500Bench.Socket0, 0x24, 0x12, 0x34, 0xFF);
        _bench.Write(W5500Bench.Socket0, 0x28, 0x00, 0x00, 0xFF);

        Assert.Equal([0x12, 0x34, 0, 0, 0, 0, 0, 0], _bench.Read(W5500Bench.Socket0, 0x24, 8));
        Assert.Equal(2, _bench.Chip.Counters.IgnoredWrites);
    }

    private static bool[] Covered(TheoryData<string, int, byte[], byte> table, int size, params int[] others)
    {
        bool[] covered = new bool[size];
        foreach (TheoryDataRow<string, int, byte[], byte> row in table)
        {
            (_, int offset, byte[] reset, _) = row.Data;
            Array.Fill(covered, true, offset, reset.Length);
        }

        foreach (int other in others)
        {
            covered[other] = true;
        }

        return covered;
    }

    private static int[] Uncovered(bool[] covered)
    {
        return [.. Enumerable.Range(0, covered.Length).Where(offset => !covered[offset])];
    }

    private void CheckRegister(string name, int block, int offset, byte[] reset, byte mask)
    {
        Assert.True(reset.AsSpan().SequenceEqual(_bench.Read(block, offset, reset.Length)), $"{name} after a reset");

        foreach (byte pattern in new byte[] { 0xFF, 0x00, 0xA5, 0x5A })
        {
            byte[] written = [.. Enumerable.Repeat(pattern, reset.Length)];
            _bench.Write(block, offset, written);
            byte[] expected = [.. reset.Select(value => (byte)((value & ~mask) | (pattern & mask)))];
            Assert.True(expected.AsSpan().SequenceEqual(_bench.Read(block, offset, reset.Length)), $"{name} after 0x{pattern:X2}");
        }
    }
}
