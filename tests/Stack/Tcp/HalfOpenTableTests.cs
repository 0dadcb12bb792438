// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Handshakes from clients take no connection (RFC 4987 §3.4). When a listener closes, its handshakes end.</summary>
public class HalfOpenTableTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpListener _listener;

    public HalfOpenTableTests() => _listener = _bench.Listen();

    [Fact]
    public void A_handshake_takes_no_connection_before_its_last_step()
    {
        for (int port = 5000; port < 5008; port++)
        {
            Begin(port);
        }

        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.SynReceived));
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        End(5003);
        Assert.Equal(7, _bench.Tcp.CountConnections(TcpState.SynReceived));
        Assert.Equal(5003, _listener.Accept()!.RemotePort);
    }

    [Fact]
    public void The_SYN_again_is_answered_again_at_once()
    {
        Begin(5000);
        _bench.Arrives("SYN seq=100 win=4096 mss=1000 wscale=3 sackok");
        _bench.Sends("SYN,ACK seq=300 ack=101 wscale=0 sackok");
    }

    [Fact]
    public void Before_the_SYN_ACK_has_left_nobody_can_acknowledge_it()
    {
        const string Syn = "SYN seq=100 win=4096 mss=1000";
        var same = new TcpBench();
        same.Listen();
        same.Arrives(Syn);
        uint iss = BinaryPrimitives.ReadUInt32BigEndian(same.Link.Sent.Dequeue().AsSpan(38));

        _bench.Link.Room = 0;
        _bench.Arrives(Syn);
        _bench.Link.Room = int.MaxValue;
        _bench.Arrives($"ACK seq=101 ack={iss + 1} win=4096");
        Assert.Null(_listener.Accept());
        Assert.Equal(1, _bench.Count(TcpCounter.AckUnacceptable));
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.SynReceived));
        Assert.Equal(TcpHeader.Rst, _bench.Link.Sent.Dequeue()[47]);

        _bench.Arrives(Syn);
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.NotNull(_listener.Accept());
    }

    [Fact]
    public void What_the_SYN_offered_is_remembered_until_the_last_step()
    {
        Begin(5000);
        End(5000);
        TcpConnection connection = _listener.Accept()!;
        _bench.Write(connection, 2000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=101 sack=201-301");
    }

    [Fact]
    public void Text_with_the_last_step_is_taken()
    {
        Begin(5000);
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        Assert.Equal(TcpBench.Text(101, 100), _bench.Read(_listener.Accept()!));
    }

    [Fact]
    public void An_RST_at_the_next_number_ends_it_elsewhere_in_the_window_it_is_challenged()
    {
        Begin(5000);
        _bench.Arrives("RST seq=102");
        _bench.Sends("ACK seq=301 ack=101");
        _bench.Arrives("RST seq=5000");
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.SynReceived));
        _bench.Arrives("RST seq=101");
        _bench.SendsNothing();
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.SynReceived));
    }

    [Fact]
    public void An_acknowledgment_of_something_else_is_reset_and_the_handshake_goes_on()
    {
        Begin(5000);
        _bench.Arrives("ACK seq=101 ack=302 win=4096");
        _bench.Sends("RST seq=302");
        End(5000);
        Assert.NotNull(_listener.Accept());
    }

    [Fact]
    public void With_the_backlog_full_the_last_step_waits_until_there_is_room()
    {
        for (int port = 5000; port < 5005; port++)
        {
            Begin(port);
        }

        for (int port = 5000; port < 5005; port++)
        {
            End(port);
        }

        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.SynReceived));
        Assert.Equal(1, _bench.Count(TcpCounter.BacklogFull));
        Assert.NotNull(_listener.Accept());

        _bench.Advance(50);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.SynReceived));
    }

    [Fact]
    public void A_listener_that_closes_forgets_the_handshakes_of_its_port_and_of_no_other()
    {
        _bench.Listen(81);
        Begin(5000);
        _bench.Arrives("SYN seq=100 win=4096 to=81");
        _bench.Sends("SYN,ACK seq=300 from=81");
        _listener.Close();
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.SynReceived));
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        _bench.Sends("RST seq=301");
    }

    [Fact]
    public void A_listener_that_closes_resets_the_connections_that_nobody_has_accepted()
    {
        Begin(5000);
        End(5000);
        Begin(5001);
        End(5001);
        TcpConnection accepted = _listener.Accept()!;
        _listener.Close();
        _bench.Sends("RST,ACK to=5001 seq=301 ack=101");
        _bench.SendsNothing();
        Assert.Equal(TcpState.Established, accepted.State);
        Assert.Equal(7, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    private void Begin(int port)
    {
        _bench.Arrives($"SYN from={port} seq=100 win=4096 mss=1000 wscale=3 sackok");
        _bench.Sends($"SYN,ACK to={port} seq=300 ack=101");
    }

    private void End(int port)
    {
        _bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
        _bench.SendsNothing();
    }
}
