// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Establishing a connection (RFC 9293 §3.5).</summary>
public class HandshakeTests
{
    [Fact]
    public void The_handshake_has_three_steps_as_in_figure_6_when_the_other_end_begins()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();

        bench.Arrives("SYN seq=100 win=4096 mss=1000");
        bench.Sends("SYN,ACK seq=300 ack=101 mss=1460 win=2048");
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.SynReceived));
        Assert.Null(listener.Accept());

        bench.Arrives("ACK seq=101 ack=301 win=4096");
        bench.SendsNothing();
        TcpConnection connection = listener.Accept()!;
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(Frames.PeerHost, connection.RemoteAddress);
        Assert.Equal(TcpBench.PeerPort, connection.RemotePort);
        Assert.Equal(TcpBench.Port, connection.LocalPort);
    }

    [Fact]
    public void The_handshake_has_three_steps_as_in_figure_6_when_this_end_begins()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Connect();
        bench.Poll();
        bench.Sends("SYN seq=300 mss=1460 win=2048");
        Assert.Equal(TcpState.SynSent, connection.State);

        bench.Arrives("SYN,ACK seq=100 ack=301 win=4096 mss=1000");
        bench.Sends("ACK seq=301 ack=101");
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void Both_ends_may_open_at_once_as_in_figure_8()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Connect();
        bench.Poll();
        bench.Sends("SYN seq=300");

        bench.Arrives("SYN seq=100 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=101");
        Assert.Equal(TcpState.SynReceived, connection.State);

        bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        Assert.Equal(TcpState.Established, connection.State);
        bench.Sends("ACK seq=301 ack=101");
    }

    [Fact]
    public void An_old_duplicate_SYN_is_recovered_from_as_in_figure_9()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();
        bench.Arrives("SYN seq=90 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=91");
        bench.Arrives("RST seq=91");
        bench.SendsNothing();
        Assert.Equal(0, bench.Tcp.CountConnections(TcpState.SynReceived));

        bench.Arrives("SYN seq=100 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=101");
        bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.Equal(TcpState.Established, listener.Accept()!.State);
    }
}
