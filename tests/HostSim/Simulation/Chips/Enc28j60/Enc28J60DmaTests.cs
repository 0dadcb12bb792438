// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>The DMA engine and the built-in self-test.</summary>
public class Enc28J60DmaTests
{
    private readonly Enc28J60Bench _bench = new();

    public Enc28J60DmaTests()
    {
        _bench.Wait(1_000_000);
        _bench.Write16(Register.ERXSTL, 0);
        _bench.Write16(Register.ERXNDL, Enc28J60Bench.ReceiveEnd);
    }

    [Fact]
    public void A_copy_takes_two_cycles_a_byte()
    {
        byte[] data = [.. Enumerable.Range(1, 200).Select(i => (byte)i)];
        _bench.WriteBufferAt(0x1400, data);
        Program(0x1400, 0x1400 + 199, 0x1800);
        _bench.SetBits(Register.ECON1, Econ1.DMAST);
        _bench.Wait(200 * 80 - 1);
        Assert.Equal(Econ1.DMAST, _bench.Read(Register.ECON1) & Econ1.DMAST);
        _bench.Wait(1);
        Assert.Equal(0, _bench.Read(Register.ECON1) & Econ1.DMAST);
        Assert.Equal(Eir.DMAIF, _bench.Read(Register.EIR));
        Assert.Equal(data, _bench.ReadBufferAt(0x1800, 200));
    }

    [Fact]
    public void The_source_follows_the_receive_buffer_and_the_destination_the_memory()
    {
        _bench.WriteBufferAt(0x13FE, 1, 2);
        _bench.WriteBufferAt(0x0000, 3, 4);
        Program(0x13FE, 0x0001, 0x1FFE);
        Run();
        Assert.Equal([1, 2], _bench.ReadBufferAt(0x1FFE, 2));
        Assert.Equal([3, 4], _bench.ReadBufferAt(0x0000, 2));
    }

    [Fact]
    public void The_checksum_pads_an_odd_number_of_bytes_with_zero()
    {
        _bench.WriteBufferAt(0x1400, 0x89, 0xAB, 0xCD);
        Program(0x1400, 0x1402, 0);
        _bench.SetBits(Register.ECON1, Econ1.CSUMEN | Econ1.DMAST);
        _bench.Wait(3 * 40 - 1);
        Assert.Equal(Econ1.DMAST, _bench.Read(Register.ECON1) & Econ1.DMAST);
        _bench.Wait(1);
        Assert.Equal(0xA953, _bench.Read16(Register.EDMACSL));
        Assert.Equal(Eir.DMAIF, _bench.Read(Register.EIR));
    }

    [Fact]
    public void A_cancelled_copy_ends_at_once_and_reports_once()
    {
        Program(0x1400, 0x17FF, 0x1800);
        _bench.SetBits(Register.ECON1, Econ1.DMAST);
        _bench.ClearBits(Register.ECON1, Econ1.DMAST);
        Assert.Equal(Eir.DMAIF, _bench.Read(Register.EIR));
        _bench.ClearBits(Register.EIR, Eir.DMAIF);
        _bench.Wait(1_000_000);
        Assert.Equal(0, _bench.Read(Register.EIR));
    }

    [Theory]
    [InlineData(0x1400, 0x1400)]
    [InlineData(0x1000, 0x1500)]
    public void A_copy_that_would_never_end_is_a_violation(int start, int end)
    {
        Program(start, end, 0x1800);
        Assert.Contains("never ends", Enc28J60Bench.Violation(() => _bench.SetBits(Register.ECON1, Econ1.DMAST)).Message);
    }

    [Fact]
    public void Nothing_may_change_while_it_runs()
    {
        Program(0x1400, 0x17FF, 0x1800);
        _bench.SetBits(Register.ECON1, Econ1.DMAST);
        Enc28J60Bench.Violation(() => _bench.Write(Register.EDMASTL, 1));
        Enc28J60Bench.Violation(() => _bench.Write(Register.EDMADSTH, 1));
        Enc28J60Bench.Violation(() => _bench.SetBits(Register.ECON1, Econ1.CSUMEN));
    }

    [Fact]
    public void A_transmission_waits_for_the_DMA()
    {
        Enc28J60Bench bench = new();
        bench.Start();
        bench.Load(Enc28J60Bench.Frame(60));
        bench.Write16(Register.EDMASTL, 0);
        bench.Write16(Register.EDMANDL, 999);
        bench.Write16(Register.EDMADSTL, 0x1800);
        bench.SetBits(Register.ECON1, Econ1.DMAST);
        bench.SetBits(Register.ECON1, Econ1.TXRTS);
        const long onWire = (8 + 64) * 800;
        bench.Wait(1000 * 80 + onWire - 1);
        Assert.Empty(bench.Medium.Sent);
        bench.Wait(1);
        Assert.Single(bench.Medium.Sent);
    }

    [Fact]
    public void The_DMA_waits_for_the_transmission()
    {
        Enc28J60Bench bench = new();
        bench.Start();
        bench.Write16(Register.EDMASTL, 0);
        bench.Write16(Register.EDMANDL, 9);
        bench.Write16(Register.EDMADSTL, 0x1C00);
        bench.Send(Enc28J60Bench.Frame(60));
        bench.SetBits(Register.ECON1, Econ1.DMAST);
        bench.Wait((8 + 64) * 800);
        Assert.Equal(Econ1.DMAST, bench.Read(Register.ECON1) & Econ1.DMAST);
        bench.Wait(10 * 80);
        Assert.Equal(0, bench.Read(Register.ECON1) & Econ1.DMAST);
    }

    [Fact]
    public void Erratum_17_forbids_the_checksum_while_receiving()
    {
        Enc28J60Bench bench = new(Enc28J60Errata.ChecksumDuringReception);
        bench.Start();
        Assert.Contains("erratum 17", Enc28J60Bench.Violation(() => StartChecksum(bench)).Message);
    }

    [Theory]
    [InlineData(Enc28J60Errata.ChecksumDuringReception, 0)]
    [InlineData(Enc28J60Errata.None, 1)]
    public void Erratum_17_kills_the_packet_under_way(Enc28J60Errata errata, int expected)
    {
        Enc28J60Bench bench = new(errata, strict: false);
        bench.Start();
        bench.Medium.Arrive(Enc28J60Bench.Frame(1514));
        bench.Chip.Advance();
        StartChecksum(bench);
        bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(expected, bench.Read(Register.EPKTCNT));
        Assert.Equal(expected == 0, (bench.Read(Register.EIR) & Eir.RXERIF) != 0);
        Assert.Equal(expected == 0, (bench.Read(Register.ESTAT) & Estat.BUFER) != 0);
    }

    [Fact]
    public void The_self_test_with_address_fill_and_the_DMA_agree_on_the_checksum()
    {
        _bench.Write16(Register.ERXNDL, 0x1FFF);
        Program(0, 0x1FFF, 0);
        _bench.SetBits(Register.ECON1, Econ1.CSUMEN);
        _bench.Write(Register.EBSTCON, 0x06);
        _bench.Write(Register.EBSTCON, 0x07);
        _bench.SetBits(Register.ECON1, Econ1.DMAST);
        _bench.Wait(327_679);
        Assert.Equal(7, _bench.Read(Register.EBSTCON));
        _bench.Wait(1_000);
        Assert.Equal(6, _bench.Read(Register.EBSTCON));
        Assert.Equal(0xF807, _bench.Read16(Register.EDMACSL));
        Assert.Equal(0xF807, _bench.Read16(Register.EBSTCSL));
    }

    [Fact]
    public void The_self_test_shifts_its_pattern_with_each_byte()
    {
        _bench.Write(Register.EBSTSD, 0x01);
        _bench.Write(Register.EBSTCON, 0x2B);
        _bench.Wait(400_000);
        Assert.Equal([0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x01], _bench.ReadBufferAt(0, 9));
    }

    [Fact]
    public void The_self_test_needs_the_test_mode()
    {
        Enc28J60Bench.Violation(() => _bench.Write(Register.EBSTCON, 0x05));
    }

    private void Program(int start, int end, int destination)
    {
        _bench.Write16(Register.EDMASTL, start);
        _bench.Write16(Register.EDMANDL, end);
        _bench.Write16(Register.EDMADSTL, destination);
    }

    private void Run()
    {
        _bench.SetBits(Register.ECON1, Econ1.DMAST);
        _bench.Wait(1_000_000);
        Assert.Equal(0, _bench.Read(Register.ECON1) & Econ1.DMAST);
    }

    private static void StartChecksum(Enc28J60Bench bench)
    {
        bench.Write16(Register.EDMASTL, 0x1800);
        bench.Write16(Register.EDMANDL, 0x1810);
        bench.SetBits(Register.ECON1, Econ1.CSUMEN | Econ1.DMAST);
    }
}
