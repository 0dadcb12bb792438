// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>The checker itself: it finds what is wrong.</summary>
public class ModelCheckerTests
{
    private static readonly Bounds s_perfect = new(0, 0, 0);

    [Fact]
    public void A_connection_that_nobody_closes_is_found()
    {
        Step never = new("close", host => host.Connection!.State == TcpState.Closed, _ => { });
        AssertFound("waits for ever to close", new Scenario("", [Step.Connect, never], [Step.Listen, Step.Accept, Step.CloseAtTheEnd], true));
    }

    [Fact]
    public void A_connection_that_is_forgotten_is_found()
    {
        Step forget = new("forget", host => host.Connection!.State == TcpState.Established, host => host.Connection = null);
        AssertFound("something is left of a connection at the", new Scenario("", [Step.Connect, forget], [Step.Listen], false));
    }

    [Fact]
    public void A_reset_in_an_orderly_scenario_is_found()
    {
        AssertFound("sends an RST", new Scenario("", [Step.Connect, Step.AbortWhenOpen], [Step.Listen, Step.Accept, Step.CloseAtTheEnd], true));
    }

    [Fact]
    public void A_byte_that_does_not_arrive_is_found()
    {
        Step pretend = new("pretend to send", host => host.Connection!.State == TcpState.Established, host => host.BytesSent++);
        Scenario scenario = new("", [Step.Connect, pretend, Step.CloseWhenOpen], [Step.Listen, Step.Accept, Step.CloseAtTheEnd], true);
        AssertFound("not all that was sent has been received", scenario);
    }

    [Fact]
    public void A_failure_of_the_stack_or_the_script_is_told_with_the_way_to_it()
    {
        Step fail = new("fail", host => host.Connection!.State == TcpState.Established, _ => throw new InvalidOperationException("out of order"));
        string message = AssertFound("out of order", new Scenario("", [Step.Connect, fail], [Step.Listen], true));
        Assert.Contains("SYN,ACK seq=0 ack=1 win=8 len=0 arrives at the client; it sends ACK seq=1 ack=1 win=8 len=0", message);
    }

    [Fact]
    public void A_script_that_goes_on_for_ever_is_found()
    {
        Step again = new("again", _ => true, host => host.GoBack());
        AssertFound("it goes on for ever", new Scenario("", [again], [], false) { Beginning = 0 });
    }

    [Fact]
    public void A_copy_of_a_world_goes_its_own_way_and_the_same_way()
    {
        World world = new(Scenarios.All[0], s_perfect);
        World copy = WorldCopier.CopyWorld(world);
        UInt128 before = world.Key();
        Assert.Equal(before, copy.Key());
        Transition poll = new(TransitionKind.Poll, 0);
        copy.Apply(poll);
        Assert.Equal(before, world.Key());
        Assert.NotEqual(before, copy.Key());
        world.Apply(poll);
        Assert.Equal(world.Key(), copy.Key());
    }

    private static string AssertFound(string fault, Scenario scenario)
    {
        ModelViolationException violation = Assert.Throws<ModelViolationException>(() => new ModelChecker(scenario, s_perfect).Run());
        Assert.Contains(fault, violation.Message);
        return violation.Message;
    }
}
