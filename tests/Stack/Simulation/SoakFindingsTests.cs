// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Tcp;

namespace NanoTcp.Tests.Stack.Simulation;

/// <summary>What <c>host-sim soak</c> has found, each finding in as few segments as show it.</summary>
public class SoakFindingsTests
{
    [Fact]
    public void A_retransmission_that_acknowledges_everything_and_closes_the_window_is_believed()
    {
        TcpBench bench = new();
        TcpConnection connection = bench.Established("SYN seq=100 win=1000 mss=500");
        bench.Write(connection, 2000);
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101 len=500");
        bench.Sends("ACK seq=801 ack=101 len=500");

        // The other end's first text is lost, its second arrives; then the first comes again, with the newest ACK and window.
        bench.Arrives("ACK seq=111 ack=301 win=1000 len=10");
        bench.Sends("ACK seq=1301 ack=101 len=0");
        bench.Arrives("ACK seq=101 ack=1301 win=0 len=10");
        Assert.All(bench.Link.Sent, frame => Assert.Equal(0, Segment.FromFrame(frame).Length));
    }

    [Fact]
    public void A_poll_announces_the_next_question_for_an_address_that_it_has_just_asked_for()
    {
        TcpBench bench = new(options => options.InitialRto = 3000, resolved: false);
        bench.Connect();
        long due = bench.Stack.Poll(bench.Now);
        Assert.Equal(1, bench.Count(Counter.ArpRequestsSent));
        Assert.Equal(bench.Now + new StackOptions().ArpRetryInterval, due);
    }

    [Fact]
    public void Waiting_for_a_small_window_to_open_is_not_a_retransmission()
    {
        TcpBench bench = new(options => options.DataRetries = 1);
        TcpConnection connection = bench.Established("SYN seq=100 win=1000 mss=1000");
        bench.Write(connection, 1000);
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101 len=1000");
        bench.Arrives("ACK seq=101 ack=1301 win=300");
        bench.Write(connection, 500);
        bench.Poll();
        bench.SendsNothing();

        // Nothing is in flight and a third of a segment could be sent: after a while it is, for the first time.
        bench.UntilSends();
        bench.Sends("ACK seq=1301 ack=101 len=300");
        bench.UntilSends();
        bench.Sends("ACK seq=1301 ack=101 len=300");
        Assert.Equal(SocketError.Success, connection.Error);
    }

    [Fact]
    public void A_FIN_that_is_acknowledged_is_not_sent_again_because_the_link_is_busy()
    {
        TcpBench bench = new();
        bench.In(TcpState.FinWait2);
        bench.Link.Room = 0;
        bench.Arrives("ACK seq=101 ack=302 win=4096 len=10");
        bench.Advance(50);
        bench.Link.Room = int.MaxValue;
        bench.UntilSends();
        bench.Sends("ACK seq=302 ack=111");
        bench.Advance(10_000);
        bench.SendsNothing();
    }

    [Fact]
    public void A_half_open_connection_repeats_the_window_of_its_SYN_ACK_in_the_unit_agreed_on()
    {
        TcpBench bench = new(options => options.ReceiveBuffer = 100_000);
        bench.Listen();
        Segment syn = Segment.Parse("SYN seq=100 win=4096");
        syn.Options = [3, 3, 0, 1];
        bench.Arrives(syn);
        bench.Sends("SYN,ACK seq=300 ack=101 win=65535");
        bench.Arrives("ACK seq=99 ack=301 win=4096");
        bench.Sends("ACK seq=301 ack=101 win=32767");
    }

    [Fact]
    public void A_half_open_connection_repeats_a_window_that_its_listener_has_made_smaller()
    {
        TcpBench bench = new();
        bench.Listen().Options = new TcpConnectionOptions { ReceiveBuffer = 500 };
        bench.Arrives("SYN seq=100 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=101 win=500");
        bench.Arrives("ACK seq=99 ack=301 win=4096");
        bench.Sends("ACK seq=301 ack=101 win=500");
    }
}
