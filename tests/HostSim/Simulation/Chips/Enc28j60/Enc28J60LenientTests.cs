// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>A lenient chip counts and reports a violation, and goes on as silicon might.</summary>
public class Enc28J60LenientTests
{
    private readonly Enc28J60Bench _bench = new(Enc28J60Errata.All, strict: false);
    private readonly List<string> _told = [];

    public Enc28J60LenientTests()
    {
        _bench.Chip.RuleBroken += _told.Add;
    }

    [Fact]
    public void A_violation_is_counted_and_told_of()
    {
        _bench.Clock(0x1A, 0);

        Assert.Equal("ENC28J60: read of address 0x1A (DS39662 §3.1).", Assert.Single(_told));
        Assert.Equal(1, _bench.Counters.Violations);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_clocked_it_goes_on_and_answers_after_a_reset(ulong seed)
    {
        SplitMix64 random = new(seed);
        _bench.Wait(1_000_000);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[1 + random.Below(6)];
            for (int at = 0; at < bytes.Length; at++)
            {
                bytes[at] = (byte)random.Next();
            }

            _bench.Clock(bytes);
            if (random.Chance(0.2))
            {
                byte[] frame = new byte[60 + random.Below(1455)];
                Enc28J60Bench.Mac.CopyTo(frame, 0);
                _bench.Medium.Arrive(frame);
            }

            _bench.Wait(random.Below(100_000));
        }

        Assert.True(_bench.Counters.Violations > 0);
        _bench.Chip.ResetLow = true;
        _bench.Wait(1_000_000);
        _bench.Chip.ResetLow = false;
        _bench.Wait(1_000_000);
        Assert.Equal(6, _bench.Read(Register.EREVID));
    }
}
