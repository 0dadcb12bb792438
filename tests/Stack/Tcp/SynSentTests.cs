// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>SYN-SENT (RFC 9293 §3.10.7.3).</summary>
public class SynSentTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection;

    public SynSentTests()
    {
        _connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300 ack=0");
        Assert.Equal(TcpState.SynSent, _connection.State);
    }

    [Theory]
    [InlineData("ACK", 300)]
    [InlineData("ACK", 302)]
    [InlineData("ACK", 299)]
    [InlineData("SYN,ACK", 300)]
    [InlineData("SYN,ACK", 302)]
    [InlineData("SYN,ACK", 0)]
    public void An_ACK_of_something_else_than_the_SYN_is_answered_with_an_RST(string flags, uint ack)
    {
        _bench.Arrives($"{flags} seq=100 ack={ack} win=4096");
        _bench.Sends($"RST seq={ack}");
        _bench.SendsNothing();
        Assert.Equal(TcpState.SynSent, _connection.State);
        Assert.Equal(1, _bench.Count(TcpCounter.AckUnacceptable));
    }

    [Theory]
    [InlineData("RST,ACK seq=0 ack=300")]
    [InlineData("RST,ACK seq=0 ack=302")]
    [InlineData("RST seq=0")]
    [InlineData("RST seq=101")]
    public void An_RST_without_the_ACK_of_the_SYN_may_be_forged_and_is_dropped(string arrives)
    {
        _bench.Arrives(arrives);
        _bench.SendsNothing();
        Assert.Equal(TcpState.SynSent, _connection.State);
    }

    [Fact]
    public void An_RST_with_the_ACK_of_the_SYN_means_connection_refused()
    {
        _bench.Arrives("RST,ACK seq=0 ack=301");
        _bench.SendsNothing();
        Assert.Equal(TcpState.Closed, _connection.State);
        Assert.Equal(SocketError.ConnectionRefused, _connection.Error);
        Assert.Equal(1, _bench.Count(TcpCounter.ResetsReceived));
        _bench.Advance(600_000);
        _bench.SendsNothing();
    }

    [Theory]
    [InlineData("ACK seq=100 ack=301 win=4096")]
    [InlineData("FIN,ACK seq=100 ack=301 win=4096")]
    [InlineData("- seq=100")]
    [InlineData("FIN seq=100")]
    public void A_segment_without_SYN_and_RST_is_dropped(string arrives)
    {
        _bench.Arrives(arrives);
        _bench.SendsNothing();
        Assert.Equal(TcpState.SynSent, _connection.State);
    }

    [Fact]
    public void Text_with_the_SYN_ACK_is_taken()
    {
        _bench.Arrives(new Segment { Flags = Segment.Parse("SYN,ACK").Flags, Seq = 100, Ack = 301, Win = 4096, Length = 10, Data = TcpBench.Text(101, 10) });
        _bench.Sends("ACK seq=301 ack=111");
        Assert.Equal(TcpState.Established, _connection.State);
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(_connection));
    }

    [Fact]
    public void A_FIN_with_the_SYN_ACK_is_taken()
    {
        _bench.Arrives("SYN,FIN,ACK seq=100 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=102");
        Assert.Equal(TcpState.CloseWait, _connection.State);
    }

    [Fact]
    public void A_lost_SYN_ACK_of_a_simultaneous_open_is_sent_again()
    {
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.UntilSends();
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.Equal(TcpState.Established, _connection.State);
    }

    [Theory]
    [InlineData("ACK seq=104 ack=301 win=4096")]
    [InlineData("ACK seq=110 ack=301 win=4096 len=4")]
    [InlineData("SYN,ACK seq=100 ack=301 win=4096")]
    [InlineData("ACK seq=101 ack=301 win=4096 len=3")]
    [InlineData("ACK seq=101 ack=301 win=4096 len=8")]
    public void Text_with_the_SYN_of_a_simultaneous_open_is_kept_until_the_connection_stands(string arrives)
    {
        _bench.Arrives(new Segment { Flags = Segment.Parse("SYN").Flags, Seq = 100, Win = 4096, Length = 3, Data = TcpBench.Text(101, 3) });
        _bench.Sends("SYN,ACK seq=300 ack=101");
        Assert.Equal(0, _connection.Available);
        _bench.Arrives(arrives);
        Assert.Equal(TcpState.Established, _connection.State);
        byte[] text = _bench.Read(_connection);
        Assert.Equal(TcpBench.Text(101, arrives.EndsWith('8') ? 8 : 3), text);
    }

    [Fact]
    public void An_RST_in_a_simultaneous_open_means_connection_refused()
    {
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("RST seq=101");
        Assert.Equal(SocketError.ConnectionRefused, _connection.Error);
        Assert.Equal(TcpState.Closed, _connection.State);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(302)]
    public void An_ACK_of_something_else_in_a_simultaneous_open_is_answered_with_an_RST(uint ack)
    {
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives($"ACK seq=101 ack={ack} win=4096");
        _bench.Sends($"RST seq={ack}");
        Assert.Equal(TcpState.SynReceived, _connection.State);
    }

    [Fact]
    public void Closing_says_nothing_to_the_other_end()
    {
        _connection.Close();
        _bench.Advance(600_000);
        _bench.SendsNothing();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void Aborting_says_nothing_to_the_other_end()
    {
        _connection.Abort();
        _bench.Advance(600_000);
        _bench.SendsNothing();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void The_answer_to_a_SYN_that_was_given_up_is_answered_with_an_RST()
    {
        _connection.Close();
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        _bench.Sends("RST seq=301");
    }

    [Fact]
    public void A_half_open_connection_of_before_a_reboot_is_cleared_as_in_figure_10()
    {
        // The other end still has the old connection, and answers our SYN with an ACK of its own numbers.
        _bench.Arrives("ACK seq=100 ack=250 win=4096");
        _bench.Sends("RST seq=250");
        Assert.Equal(1000, _bench.UntilSends());
        _bench.Sends("SYN seq=300");
        _bench.Arrives("SYN,ACK seq=400 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=401");
        Assert.Equal(TcpState.Established, _connection.State);
    }
}
