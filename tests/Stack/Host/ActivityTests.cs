// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Host;

/// <summary>One number tells whether anything may be new for whoever waits.</summary>
public class ActivityTests
{
    private readonly TcpBench _bench = new();

    [Theory]
    [InlineData("ACK seq=101 ack=301 win=4096 len=10")]
    [InlineData("FIN,ACK seq=101 ack=301 win=4096")]
    [InlineData("RST seq=101")]
    [InlineData("ACK seq=101 ack=311 win=4096")]
    public void Text_a_FIN_a_reset_and_an_acknowledgment_change_it(string segment)
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Poll();
        AssertChanges(() => _bench.Arrives(segment));
    }

    [Fact]
    public void Text_that_is_predicted_changes_it_each_time()
    {
        _bench.Established();
        for (uint sequence = 101; sequence < 141; sequence += 10)
        {
            AssertChanges(() => _bench.Arrives($"ACK seq={sequence} ack=301 win=4096 len=10"));
        }
    }

    [Fact]
    public void A_client_to_accept_and_an_opened_connection_change_it()
    {
        _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300");
        AssertChanges(() => _bench.Arrives("ACK seq=101 ack=301 win=4096"));
        _bench.Connect(4000);
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        AssertChanges(() => _bench.Arrives("SYN,ACK to=4000 seq=100 ack=301 win=4096"));
    }

    [Fact]
    public void A_client_that_gets_the_place_of_a_closed_connection_changes_it_without_a_frame()
    {
        TcpBench bench = new(options => options.MaxConnections = 1);
        TcpConnection connection = bench.Established();
        bench.Arrives("SYN from=5001 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5001 seq=300");
        bench.Arrives("ACK from=5001 seq=101 ack=301 win=4096");
        connection.Abort();
        int before = bench.Stack.Activity;
        bench.Advance(100);
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.Established));
        Assert.NotEqual(before, bench.Stack.Activity);
    }

    [Fact]
    public void A_timeout_changes_it_without_a_frame()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Link.NeighboursConfirm = false;
        int before = _bench.Stack.Activity;
        while (connection.Error == SocketError.Success)
        {
            Assert.Equal(before, _bench.Stack.Activity);
            _bench.Advance(1000);
        }

        Assert.NotEqual(before, _bench.Stack.Activity);
    }

    [Fact]
    public void A_host_that_nobody_answers_for_changes_it()
    {
        TcpBench bench = new(resolved: false);
        TcpConnection connection = bench.Connect();
        int before = bench.Stack.Activity;
        bench.Link.Collects = false;
        bench.Advance(10_000);
        Assert.Equal(SocketError.HostUnreachable, connection.Error);
        Assert.NotEqual(before, bench.Stack.Activity);
    }

    [Fact]
    public void A_datagram_changes_it()
    {
        UdpSocket socket = new(new UdpTransport(_bench.Stack), new UdpSocketOptions());
        socket.Bind(7);
        AssertChanges(() =>
        {
            _bench.Link.Arrive(Frames.Udp(5000, 7, [1, 2, 3], Frames.Peer));
            _bench.Poll();
        });
        Assert.Equal(1, socket.Waiting);
    }

    [Fact]
    public void The_link_and_the_address_change_it()
    {
        AssertChanges(() =>
        {
            _bench.Link.HasCable = false;
            _bench.Link.Due = 0;
            _bench.Poll();
        });
        AssertChanges(() => _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any));
    }

    [Fact]
    public void Polls_and_calls_that_bring_nothing_leave_it()
    {
        TcpConnection connection = _bench.Established();
        int before = _bench.Stack.Activity;
        _bench.Advance(100_000);
        _bench.Write(connection, 10);
        _bench.Poll();
        Assert.Equal(before, _bench.Stack.Activity);
    }

    private void AssertChanges(Action happens)
    {
        int before = _bench.Stack.Activity;
        happens();
        Assert.NotEqual(before, _bench.Stack.Activity);
    }
}
