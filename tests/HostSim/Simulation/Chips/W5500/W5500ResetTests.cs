// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>RSTn and MR.RST, and their faults.</summary>
public sealed class W5500ResetTests
{
    [Fact]
    public void MR_RST_resets_the_registers_and_clears_itself()
    {
        W5500Bench bench = new(new W5500Options { NegotiationNanoseconds = 0, ResetNanoseconds = 5_000 });
        bench.Open();
        bench.Write(W5500Bench.Common, 0x18, 0x01);
        bench.Arrive(W5500Bench.Frame(60));
        Assert.True(bench.Chip.InterruptLow);

        bench.Write(W5500Bench.Common, 0x00, 0x80);
        Assert.False(bench.Chip.InterruptLow);
        bench.Wait(4_999);
        Assert.Equal(0x80, bench.Read(W5500Bench.Common, 0x00));
        bench.Wait(1);

        Assert.Equal(0x00, bench.Read(W5500Bench.Common, 0x00));
        Assert.Equal(new byte[6], bench.Read(W5500Bench.Common, 0x09, 6));
        Assert.Equal([0, 0, 0, 0], bench.Read(W5500Bench.Socket0, 0x00, 4));
        Assert.Equal([2, 2, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], bench.Read(W5500Bench.Socket0, 0x1E, 14));
        Assert.Equal(0xBF, bench.Read(W5500Bench.Common, 0x2E));
    }

    [Fact]
    public void Nothing_may_be_written_meanwhile()
    {
        W5500Bench bench = new();
        bench.Write(W5500Bench.Common, 0x00, 0x80);

        Assert.Contains("MR.RST", bench.Violation(() => bench.Write(W5500Bench.Common, 0x18, 0x01)).Message);
    }

    [Fact]
    public void A_reset_may_be_stuck()
    {
        W5500Bench bench = new();
        bench.Chip.Faults.StuckReset = true;
        bench.Write(W5500Bench.Common, 0x00, 0x80);
        bench.Wait(10_000_000_000);

        Assert.Equal(0x80, bench.Read(W5500Bench.Common, 0x00));
    }

    [Fact]
    public void The_version_may_be_zero_for_a_while()
    {
        W5500Bench bench = new(new W5500Options { NegotiationNanoseconds = 0, ResetNanoseconds = 1_000 });
        bench.Chip.Faults.VersionZeroNanoseconds = 20_000_000;
        bench.Write(W5500Bench.Common, 0x00, 0x80);
        bench.Wait(20_000_999);
        Assert.Equal(0x00, bench.Read(W5500Bench.Common, 0x39));
        Assert.Equal([0x07, 0xD0], bench.Read(W5500Bench.Common, 0x19, 2));

        bench.Wait(1);
        Assert.Equal(0x04, bench.Read(W5500Bench.Common, 0x39));
    }

    [Fact]
    public void RSTn_resets_and_the_PLL_locks_afterwards()
    {
        W5500Bench bench = new();
        bench.Open();
        bench.Chip.ResetLow = true;
        Assert.Equal([0xFF, 0xFF, 0xFF, 0xFF], bench.Clock(0x00, 0x39, 0x00, 0x00));

        bench.Wait(500_000);
        bench.Chip.ResetLow = false;
        Assert.Equal(0x00, bench.Read(W5500Bench.Common, 0x39));
        Assert.Contains("PLL", bench.Violation(() => bench.Write(W5500Bench.Common, 0x00, 0x10)).Message);

        bench.Wait(1_000_000);
        Assert.Equal(0x04, bench.Read(W5500Bench.Common, 0x39));
        Assert.Equal(0x00, bench.Read(W5500Bench.Socket0, 0x03));
    }

    [Fact]
    public void RSTn_is_low_for_half_a_millisecond()
    {
        W5500Bench bench = new();
        bench.Chip.ResetLow = true;
        bench.Wait(499_999);

        Assert.Contains("500 µs", bench.Violation(() => bench.Chip.ResetLow = false).Message);
    }

    [Fact]
    public void RSTn_drops_the_link()
    {
        W5500Bench bench = new(new W5500Options { NegotiationNanoseconds = 1_000_000_000 });
        bench.Wait(1_000_000_000);
        Assert.True(bench.Chip.IsLinkUp);

        bench.Write(W5500Bench.Common, 0x00, 0x80);
        bench.Wait(1_000_000);
        Assert.True(bench.Chip.IsLinkUp);

        bench.Chip.ResetLow = true;
        bench.Wait(1_000_000);
        bench.Chip.ResetLow = false;
        bench.Wait(999_999_999);
        Assert.False(bench.Chip.IsLinkUp);
        bench.Wait(1);
        Assert.True(bench.Chip.IsLinkUp);
    }
}
