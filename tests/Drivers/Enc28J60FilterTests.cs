// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.Drivers;

/// <summary>Broadcasts and groups that the stack wants while the driver runs (DS39662 chapter 8).</summary>
public class Enc28J60FilterTests
{
    private const int ArpBroadcasts = 0xB0;
    private const int AllBroadcasts = 0xA1;
    private const int WithGroups = 0xB4;

    private static readonly byte[] s_allSystems = [0x01, 0x00, 0x5E, 0x00, 0x00, 0x01];
    private static readonly byte[] s_mdns = [0x01, 0x00, 0x5E, 0x00, 0x00, 0xFB];

    [Fact]
    public void Broadcasts_are_received_from_the_next_poll_on_and_as_long_as_they_are_wanted()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.ReceiveBroadcasts(true);
        Assert.Equal(ArpBroadcasts, bench.Peek(Register.ERXFCON));
        bench.Poll();
        Assert.Equal(AllBroadcasts, bench.Peek(Register.ERXFCON));
        bench.Arrive(Enc28J60LinkBench.Frame(300, Enc28J60LinkBench.Broadcast));
        Assert.Equal(1, bench.Drain());

        bench.Link.ReceiveBroadcasts(false);
        bench.Poll();
        bench.Arrive(Enc28J60LinkBench.Frame(300, Enc28J60LinkBench.Broadcast), ArpRequest());
        Assert.Equal(1, bench.Drain());
        Assert.Equal(0x06, bench.Received[^1][13]);
    }

    [Fact]
    public void Of_the_groups_those_that_were_joined_are_received()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.Join([0xEE, .. s_mdns], 1);
        bench.Poll();
        bench.Arrive(Enc28J60LinkBench.Frame(60, s_mdns), Enc28J60LinkBench.Frame(60, s_allSystems));
        Assert.Equal(1, bench.Drain());
        Assert.Equal(s_mdns, bench.Received[^1][..6]);

        bench.Link.Join(s_allSystems, 0);
        bench.Link.Leave(s_mdns, 0);
        bench.Poll();
        bench.Arrive(Enc28J60LinkBench.Frame(60, s_mdns), Enc28J60LinkBench.Frame(60, s_allSystems));
        Assert.Equal(1, bench.Drain());
        Assert.Equal(s_allSystems, bench.Received[^1][..6]);

        bench.Link.Leave(s_allSystems, 0);
        bench.Poll();
        Assert.Equal(ArpBroadcasts, bench.Peek(Register.ERXFCON));
    }

    // 224.0.0.1 and 224.128.0.1 have one MAC address.
    [Fact]
    public void A_bit_that_two_groups_share_stays_until_both_are_left()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.Join(s_allSystems, 0);
        bench.Link.Join(s_allSystems, 0);
        bench.Link.Leave(s_allSystems, 0);
        bench.Poll();
        bench.Arrive(Enc28J60LinkBench.Frame(60, s_allSystems));
        Assert.Equal(1, bench.Drain());
        bench.Link.Leave(s_allSystems, 0);
        bench.Poll();
        bench.Arrive(Enc28J60LinkBench.Frame(60, s_allSystems));
        Assert.Equal(0, bench.Drain());
    }

    [Fact]
    public void What_the_options_ask_for_is_received_whatever_the_stack_leaves()
    {
        Enc28J60LinkOptions options = new() { AllBroadcasts = true };
        options.AddGroup(s_mdns, 0);
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(options);
        bench.Link.ReceiveBroadcasts(true);
        bench.Link.Join(s_mdns, 0);
        bench.Poll();
        bench.Link.ReceiveBroadcasts(false);
        bench.Link.Leave(s_mdns, 0);
        bench.Poll();
        bench.Arrive(Enc28J60LinkBench.Frame(60, s_mdns), Enc28J60LinkBench.Frame(300, Enc28J60LinkBench.Broadcast));
        Assert.Equal(2, bench.Drain());
    }

    [Fact]
    public void A_driver_does_not_write_into_its_options()
    {
        Enc28J60LinkOptions options = new();
        using (Enc28J60LinkBench first = Enc28J60LinkBench.Started(options))
        {
            first.Link.Join(s_mdns, 0);
        }

        using Enc28J60LinkBench second = Enc28J60LinkBench.Started(options);
        Assert.Equal(ArpBroadcasts, second.Peek(Register.ERXFCON));
    }

    [Fact]
    public void What_was_asked_for_before_the_start_is_received()
    {
        using Enc28J60LinkBench bench = new();
        bench.Link.Join(s_mdns, 0);
        bench.Link.ReceiveBroadcasts(true);
        Assert.Equal(ControllerError.None, bench.Link.Start());
        bench.Run(200);
        bench.Arrive(Enc28J60LinkBench.Frame(60, s_mdns), Enc28J60LinkBench.Frame(300, Enc28J60LinkBench.Broadcast));
        Assert.Equal(2, bench.Drain());
    }

    // The values after a reset are others: ERXFCON lets all broadcasts through, and EHT no group.
    [Fact]
    public void A_chip_that_was_reset_gets_the_filter_of_before()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.Join(s_allSystems, 0);
        bench.Poll();
        int restarts = bench.Statistics.Restarts;
        bench.Instruct(0xFF);
        bench.RunUntil(() => bench.Statistics.Restarts > restarts && bench.Link.IsUp, 5000);
        Assert.Equal(WithGroups, bench.Peek(Register.ERXFCON));
        bench.Received.Clear();
        bench.Arrive(Enc28J60LinkBench.Frame(60, s_allSystems), Enc28J60LinkBench.Frame(300, Enc28J60LinkBench.Broadcast));
        bench.Drain();
        Assert.Equal(s_allSystems, Assert.Single(bench.Received)[..6]);
    }

    [Fact]
    public void A_change_while_the_chip_is_set_up_anew_is_not_lost()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Instruct(0xFF);
        int restarts = bench.Statistics.Restarts;
        bench.RunUntil(() => bench.Statistics.Restarts > restarts, 5000);
        bench.Link.Join(s_mdns, 0);
        bench.RunUntil(() => bench.Link.IsUp, 5000);
        bench.Arrive(Enc28J60LinkBench.Frame(60, s_mdns));
        Assert.Equal(1, bench.Drain());
    }

    [Theory]
    [InlineData(Register.ERXFCON, AllBroadcasts)]
    [InlineData(Register.EHT0 + 7, 0)]
    public void A_filter_that_has_lost_its_value_is_found(int register, int value)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.Join(s_mdns, 0);
        bench.Poll();
        bench.Poke(register, value);
        bench.RunUntil(() => bench.Statistics.Mismatches > 0, 40_000);
        bench.RunUntil(() => bench.Link.IsUp, 5000);
        bench.Arrive(Enc28J60LinkBench.Frame(60, s_mdns));
        Assert.Equal(1, bench.Drain());
    }

    [Fact]
    public void A_wish_that_changes_nothing_costs_nothing()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.Join(s_mdns, 0);
        bench.Run(2000);
        bench.Counters.ClearBus();
        bench.Link.Join(s_mdns, 0);
        bench.Link.ReceiveBroadcasts(false);
        bench.Poll();
        Assert.Equal(0, bench.Counters.ChipSelects);
    }

    private static byte[] ArpRequest()
    {
        byte[] request = Enc28J60LinkBench.Frame(60, Enc28J60LinkBench.Broadcast);
        request[13] = 0x06;
        return request;
    }
}
