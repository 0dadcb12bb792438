// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>A lenient chip counts and reports a violation, and goes on as silicon might.</summary>
public class W5500LenientTests
{
    private readonly W5500Bench _bench = new(new W5500Options { NegotiationNanoseconds = 0, Strict = false });
    private readonly List<string> _told = [];

    public W5500LenientTests()
    {
        _bench.Chip.RuleBroken += _told.Add;
        _bench.Open();
    }

    [Fact]
    public void A_violation_is_counted_and_told_of()
    {
        _bench.Send(W5500Bench.Frame(1514));
        _bench.Write(W5500Bench.Socket0, 0x01, 0x20);

        Assert.Equal("W5500: SEND before SENDOK of the frame before (data sheet 4.2, SEND).", Assert.Single(_told));
        Assert.Equal(1, _bench.Chip.Counters.Violations);
    }

    [Fact]
    public void A_strict_chip_tells_of_it_before_it_throws()
    {
        W5500Bench strict = new();
        strict.Chip.RuleBroken += _told.Add;

        Assert.Equal(strict.Violation(() => strict.Write(W5500Bench.Socket0, 0x01, 0x20)).Message, Assert.Single(_told));
        Assert.Equal(1, strict.Chip.Counters.Violations);
    }

    [Fact]
    public void A_SEND_too_many_leaves_the_frame_before_as_it_is()
    {
        byte[] frame = W5500Bench.Frame(1514);
        _bench.Send(frame);
        _bench.Write(W5500Bench.Socket0, 0x01, 0x20);
        _bench.Wait(200_000);

        Assert.Equal(frame, Assert.Single(_bench.Medium.Sent));
    }

    [Fact]
    public void A_frame_that_is_too_long_is_heard_by_nobody_and_ends_with_SENDOK()
    {
        _bench.Write16(W5500Bench.Socket0, 0x24, 1515);
        _bench.Command(0x20);
        _bench.Wait(200_000);

        Assert.Empty(_bench.Medium.Sent);
        Assert.Equal(0x10, _bench.Read(W5500Bench.Socket0, 0x02));
    }

    [Fact]
    public void A_write_to_a_reserved_block_or_register_changes_nothing()
    {
        _bench.Write(4, 0x00, 0x80);
        _bench.Write(W5500Bench.Common, 0x39, 0x55);
        _bench.Write(W5500Bench.Common, 0x2F, 0x55);

        Assert.Equal(2, _bench.Chip.Counters.Violations);
        Assert.Equal(0x42, _bench.Read(W5500Bench.Socket0, 0x03));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_clocked_it_goes_on_and_works_after_a_reset(ulong seed)
    {
        SplitMix64 random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[1 + random.Below(12)];
            for (int at = 0; at < bytes.Length; at++)
            {
                bytes[at] = (byte)random.Next();
            }

            // Mostly registers that exist: random addresses rarely meet one.
            bytes[0] = (byte)(random.Chance(0.9) ? 0 : bytes[0]);
            if (bytes.Length > 1)
            {
                bytes[1] &= 0x3F;
            }

            _bench.Clock(bytes);
            if (random.Chance(0.2))
            {
                _bench.Medium.Arrive(W5500Bench.Frame(60 + random.Below(1455)));
            }

            _bench.Wait(random.Below(50_000));
        }

        Assert.True(_bench.Chip.Counters.Violations > 0);
        _bench.Chip.ResetLow = true;
        _bench.Wait(1_000_000);
        _bench.Chip.ResetLow = false;
        _bench.Wait(10_000_000);
        _bench.Open();
        _bench.Arrive(W5500Bench.Frame(100));
        Assert.Equal(102, _bench.Read16(W5500Bench.Socket0, 0x26));
    }
}
