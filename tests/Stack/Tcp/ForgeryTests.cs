// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Segments that an attacker may have forged, with text that reaches into the window (RFC 5961 §3, §4 and §5).</summary>
public class ForgeryTests
{
    private readonly TcpBench _bench = new();

    public static TheoryData<TcpState> Attached => States.Attached;

    [Theory]
    [MemberData(nameof(Attached))]
    public void An_RST_before_the_window_is_dropped_though_its_text_reaches_into_it(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        uint next = States.RcvNxt(state);
        _bench.Arrives($"RST seq={next - 1} len=10");
        _bench.Arrives($"RST,ACK seq={next - 9} ack={States.SndUna(state)} len=10");
        _bench.SendsNothing();
        Assert.Equal(state, connection.State);
        Assert.Equal(0, connection.Available);
    }

    [Theory]
    [MemberData(nameof(Attached))]
    public void A_SYN_before_the_window_is_challenged_and_its_text_is_not_taken(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        uint next = States.RcvNxt(state);
        foreach (string flags in new[] { "SYN", "SYN,ACK", "SYN,FIN,ACK" })
        {
            _bench.Arrives($"{flags} seq={next - 5} ack={States.SndUna(state)} win=4096 len=10");
            _bench.Sends($"ACK seq={States.SndNxt(state)} ack={next}");
            _bench.SendsNothing();
            Assert.Equal(state, connection.State);
            Assert.Equal(0, connection.Available);
        }
    }

    [Theory]
    [InlineData(2149)]
    [InlineData(5000)]
    public void A_segment_without_any_control_bit_beyond_the_window_is_answered(uint seq)
    {
        // RFC 9293, table 6: the right edge is beyond.
        _bench.Established();
        _bench.Arrives($"- seq={seq} win=4096");
        _bench.Sends("ACK seq=301 ack=101");
    }

    [Theory]
    [InlineData("- seq=101 len=10")]
    [InlineData("- seq=102")]
    [InlineData("FIN seq=102 len=10")]
    public void TIME_WAIT_drops_a_segment_without_ACK_that_reaches_into_the_window(string arrives)
    {
        _bench.In(TcpState.TimeWait);
        _bench.Arrives(arrives);
        _bench.SendsNothing();
    }

    [Theory]
    [InlineData(303)]
    [InlineData(2147483950)]
    [InlineData(3000000000)]
    public void TIME_WAIT_challenges_an_ACK_that_no_window_could_have_reached(uint ack)
    {
        _bench.In(TcpState.TimeWait);
        _bench.Arrives($"ACK seq=102 ack={ack} win=4096");
        _bench.Sends("ACK seq=302 ack=102");
    }
}
