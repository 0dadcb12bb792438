// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>SYN-RECEIVED (RFC 9293 §3.10.7.4).</summary>
public class SynReceivedTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpListener _listener;

    public SynReceivedTests()
    {
        _listener = _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096 mss=1000");
        _bench.Sends("SYN,ACK seq=300 ack=101");
    }

    private void IsStillThere() => Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.SynReceived));

    private void IsGone()
    {
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.SynReceived));
        Assert.False(_listener.Pending());
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.Listen));
    }

    [Fact]
    public void An_RST_at_the_next_number_returns_it_to_LISTEN()
    {
        _bench.Arrives("RST seq=101");
        _bench.SendsNothing();
        IsGone();
    }

    [Fact]
    public void An_RST_elsewhere_in_the_window_is_challenged()
    {
        _bench.Arrives("RST seq=102");
        _bench.Sends("ACK seq=301 ack=101");
        IsStillThere();
        Assert.Equal(1, _bench.Count(TcpCounter.ChallengeAcks));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101 + 2048)]
    public void An_RST_outside_the_window_is_dropped(uint seq)
    {
        _bench.Arrives($"RST seq={seq}");
        _bench.SendsNothing();
        IsStillThere();
    }

    [Fact]
    public void The_SYN_again_is_answered_with_the_SYN_ACK_again()
    {
        _bench.Advance(100);
        _bench.Arrives("SYN seq=100 win=4096 mss=1000");
        Segment again = _bench.Sends("SYN,ACK seq=300 ack=101 mss=1460");
        Assert.Equal(2048, again.Win);
        _bench.SendsNothing();
        IsStillThere();
    }

    [Fact]
    public void Another_SYN_in_the_window_returns_it_to_LISTEN()
    {
        _bench.Arrives("SYN seq=500 win=4096");
        IsGone();
    }

    [Fact]
    public void Another_SYN_outside_the_window_is_answered_with_an_ACK()
    {
        _bench.Arrives("SYN seq=90000 win=4096");
        _bench.Sends("ACK seq=301 ack=101");
        IsStillThere();
    }

    [Theory]
    [InlineData(300)]
    [InlineData(302)]
    [InlineData(0)]
    public void An_ACK_of_something_else_is_answered_with_a_bare_RST_at_its_number(uint ack)
    {
        _bench.Arrives($"ACK seq=101 ack={ack} win=4096");
        _bench.Sends($"RST seq={ack} ack=0");
        _bench.SendsNothing();
        IsStillThere();
        Assert.Equal(1, _bench.Count(TcpCounter.AckUnacceptable));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101 + 2048)]
    public void A_segment_outside_the_window_is_answered_with_an_ACK(uint seq)
    {
        _bench.Arrives($"ACK seq={seq} ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=101");
        IsStillThere();
        Assert.Equal(1, _bench.Count(TcpCounter.Unacceptable));
    }

    [Theory]
    [InlineData("- seq=101")]
    [InlineData("- seq=101 len=5")]
    [InlineData("FIN seq=101")]
    public void A_segment_without_ACK_is_dropped(string arrives)
    {
        _bench.Arrives(arrives);
        _bench.SendsNothing();
        IsStillThere();
    }

    [Fact]
    public void Text_with_the_last_step_of_the_handshake_is_taken()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(_listener.Accept()!));
    }

    [Fact]
    public void A_FIN_with_the_last_step_of_the_handshake_goes_on_to_CLOSE_WAIT()
    {
        _bench.Arrives("FIN,ACK seq=101 ack=301 win=4096 len=10");
        _bench.Sends("ACK seq=301 ack=112");
        TcpConnection connection = _listener.Accept()!;
        Assert.Equal(TcpState.CloseWait, connection.State);
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
    }

    [Fact]
    public void Text_that_came_before_the_lost_last_step_establishes_the_connection()
    {
        // Out of order, but its ACK is good.
        _bench.Arrives("ACK seq=111 ack=301 win=4096 len=10");
        _bench.Sends("ACK seq=301 ack=101");
        TcpConnection connection = _listener.Accept()!;
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(0, connection.Available);
    }

    [Fact]
    public void The_window_of_the_last_step_counts()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=1000");
        _bench.Write(_listener.Accept()!, 2000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=101 len=1000");
        _bench.SendsNothing();
    }

    [Fact]
    public void Two_other_ends_with_the_same_port_are_two_connections()
    {
        _bench.Resolve(9);
        _bench.Arrives("SYN host=9 seq=700 win=4096");
        Segment other = _bench.Sends("SYN,ACK host=9 seq=300 ack=701");
        _bench.Arrives("ACK host=9 seq=701 ack=301 win=4096");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.Equal(new HostAddress(TcpBench.Address(9)), _listener.Accept()!.RemoteAddress);
        Assert.Equal(new HostAddress(TcpBench.Address(1)), _listener.Accept()!.RemoteAddress);
        Assert.Equal(9, other.Host);
    }
}
