// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.Drivers;

/// <summary>Reset, probe, set-up.</summary>
public class W5500StartTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void It_starts_with_and_without_the_two_lines(bool hasInterrupt, bool hasReset)
    {
        using W5500DriverBench bench = new(hasInterrupt: hasInterrupt, hasReset: hasReset);
        bench.StartUp();
        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.Single(bench.Run(10));
        Assert.True(bench.Transmit(W5500DriverBench.Frame(100)));
        bench.Pass(1_000_000);
        Assert.Single(bench.Medium.Sent);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void Without_a_chip_the_start_says_that_nobody_answers(byte floating)
    {
        ManualClock clock = new();
        VirtualBoard board = new(Soc.Esp32, clock) { FloatingMiso = floating };
        using IDisposable activation = board.Activate();
        W5500Link link = new(W5500DriverBench.OpenBus(), W5500DriverBench.Mac, new W5500LinkOptions());
        Assert.Equal(ControllerError.NoAnswer, link.Start());
        AssertDead(link);
    }

    [Theory]
    [InlineData(0x51)]
    [InlineData(0x04)]
    public void Another_chip_is_named_as_the_wrong_one(byte answer)
    {
        VirtualBoard board = new(Soc.Esp32, new ManualClock());
        board.Connect(new ConstantChip(answer), new ChipWiring(23, 19, 18, 5));
        using IDisposable activation = board.Activate();
        W5500Link link = new(W5500DriverBench.OpenBus(), W5500DriverBench.Mac, new W5500LinkOptions());
        Assert.Equal(ControllerError.WrongChip, link.Start());
        AssertDead(link);
    }

    [Fact]
    public void A_reset_that_never_ends_ends_the_start()
    {
        W5500Options chip = new() { NegotiationNanoseconds = 0 };
        chip.Faults.StuckReset = true;
        using W5500DriverBench bench = new(chip);
        Assert.Equal(ControllerError.StuckReset, bench.Link.Start());
        AssertDead(bench.Link);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_version_may_be_zero_for_a_while_but_not_for_ever(bool hasReset)
    {
        W5500Options chip = new() { NegotiationNanoseconds = 0 };
        chip.Faults.VersionZeroNanoseconds = 80_000_000;
        using W5500DriverBench bench = new(chip, hasReset: hasReset);
        Assert.Equal(ControllerError.None, bench.Link.Start());

        chip.Faults.VersionZeroNanoseconds = 800_000_000;
        Assert.Equal(ControllerError.NoAnswer, bench.Link.Start());
    }

    [Fact]
    public void A_command_that_is_never_accepted_ends_the_start()
    {
        using W5500DriverBench bench = new(new W5500Options { NegotiationNanoseconds = 0, CommandNanoseconds = 1_000_000_000 });
        Assert.Equal(ControllerError.Unresponsive, bench.Link.Start());
        AssertDead(bench.Link);
    }

    [Fact]
    public void A_failed_start_is_repeated()
    {
        W5500Options chip = new() { NegotiationNanoseconds = 0 };
        chip.Faults.StuckReset = true;
        using W5500DriverBench bench = new(chip);
        Assert.Empty(bench.Run(500));
        Assert.Equal(ControllerError.StuckReset, bench.Link.Error);
        Assert.Equal(1, bench.Link.Statistics.Starts);

        // The supply comes back in order, with a reset pulse.
        chip.Faults.StuckReset = false;
        PulseReset(bench.Chip, bench);
        Assert.Empty(bench.Run(1_500));
        Assert.Equal(ControllerError.None, bench.Link.Error);
        Assert.Equal(2, bench.Link.Statistics.Starts);
        Assert.True(bench.Link.IsUp);
    }

    [Theory]
    [InlineData(0x00, 0x10)]
    [InlineData(0x01, 0x00)]
    [InlineData(0x09, 0x02)]
    [InlineData(0x0E, 0x55)]
    [InlineData(0x0F, 0x00)]
    [InlineData(0x13, 0x0E)]
    [InlineData(0x14, 0xA5)]
    [InlineData(0x16, 0x00)]
    [InlineData(0x18, 0x01)]
    public void The_start_leaves_the_common_registers_as_they_have_to_be(int address, int value)
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        Assert.Equal(value, Read(bench, 0, address));
    }

    [Theory]
    [InlineData(false, 0xB4)]
    [InlineData(true, 0x84)]
    public void One_socket_has_all_the_memory_and_the_mode_asked_for(bool acceptMulticast, int mode)
    {
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { AcceptMulticast = acceptMulticast });
        Assert.Equal(mode, Read(bench, 1, 0x00));
        Assert.Equal(0x42, Read(bench, 1, 0x03));
        Assert.Equal(16, Read(bench, 1, 0x1E));
        Assert.Equal(16, Read(bench, 1, 0x1F));
        Assert.Equal(4, Read(bench, 1, 0x2C));
        for (int socket = 1; socket < 8; socket++)
        {
            Assert.Equal(0, Read(bench, 4 * socket + 1, 0x1E));
            Assert.Equal(0, Read(bench, 4 * socket + 1, 0x1F));
        }
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Multicast_comes_only_if_it_is_asked_for(bool accept, int expected)
    {
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { AcceptMulticast = accept });
        bench.Arrive(W5500DriverBench.Frame(100, destination: [0x01, 0, 0x5E, 0, 0, 0xFB]));
        Assert.Equal(expected, bench.Run(10).Count);
    }

    [Fact]
    public void What_is_for_others_never_reaches_the_bus()
    {
        // All broadcasts pass, because the chip can refuse them only together with those of ARP.
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[] group6 = W5500DriverBench.Frame(60, destination: [0x33, 0x33, 0, 0, 0, 1]);
        group6[12] = 0x86;
        group6[13] = 0xDD;
        bench.Arrive(
            W5500DriverBench.Frame(1514, destination: W5500DriverBench.OtherMac),
            W5500DriverBench.Frame(60, destination: [0x01, 0, 0x5E, 0, 0, 0xFB]),
            group6);
        Assert.Empty(bench.Receive());

        Assert.Equal(3, bench.Chip.Counters.DroppedFiltered);
        Assert.Equal(0, bench.Chip.Counters.ChipSelects);
        bench.Arrive(W5500DriverBench.Frame(60, destination: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));
        Assert.Single(bench.Receive());
    }

    [Fact]
    public void The_chip_answers_no_ARP_request_by_itself()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[] request = W5500DriverBench.Frame(60, destination: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        request[13] = 6;
        Convert.FromHexString("0001080006040001020000000066C0A80001000000000000C0A80002").CopyTo(request, 14);
        bench.Arrive(request);
        Assert.Single(bench.Run(10));
        Assert.Equal(0, bench.Chip.Counters.EngineAnswers);
    }

    private static void PulseReset(W5500Chip chip, W5500DriverBench bench)
    {
        chip.ResetLow = true;
        bench.Pass(1_000_000);
        chip.ResetLow = false;
        bench.Pass(2_000_000);
    }

    private static void AssertDead(W5500Link link)
    {
        Assert.False(link.IsUp);
        Assert.False(link.CanTransmit());
        Assert.Null(link.Receive());
    }

    private static int Read(W5500DriverBench bench, int block, int address)
    {
        ushort[] read = new ushort[2];
        bench.Spi.Exchange([(ushort)(address << 8), (ushort)(block << 3)], read);
        return read[1] >> 8;
    }
}
