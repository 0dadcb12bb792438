// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::NanoTcp.Sockets;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class ConnectTests : SocketBench
{
    [Fact]
    public void Both_ends_know_each_others_address_and_port()
    {
        OnConnection(
            server =>
            {
                Assert.Equal("192.168.1.10:5000", server.LocalEndPoint.ToString());
                Assert.StartsWith("192.168.1.11:", server.RemoteEndPoint.ToString(), StringComparison.Ordinal);
                Assert.True(server.Connected);
                server.Close();
            },
            client =>
            {
                Assert.Equal("192.168.1.10:5000", client.RemoteEndPoint.ToString());
                Assert.StartsWith("192.168.1.11:", client.LocalEndPoint.ToString(), StringComparison.Ordinal);
                Assert.NotEqual(0, ((IPEndPoint)client.LocalEndPoint).Port);
                Assert.True(client.Connected);
            });
    }

    [Fact]
    public void A_port_on_which_nobody_listens_refuses()
    {
        Client.Run(() =>
        {
            Socket socket = Stream();

            AssertFails(SocketError.ConnectionRefused, () => socket.Connect(ServerEndPoint));

            Assert.False(socket.Connected);
            AssertFails(SocketError.NotConnected, () => _ = socket.RemoteEndPoint);
        });
    }

    [Fact]
    public void A_socket_whose_connection_was_refused_can_connect_again()
    {
        TestProgram server = Server.Start(() =>
        {
            Sleep(100);
            Listening().Accept();
        });

        Client.Run(() =>
        {
            Socket socket = Stream();
            AssertFails(SocketError.ConnectionRefused, () => socket.Connect(ServerEndPoint));
            Sleep(200);

            socket.Connect(ServerEndPoint);

            Assert.True(socket.Connected);
        });
        server.Join();
    }

    [Fact]
    public void A_thousand_refused_connections_leave_nothing_behind()
    {
        Client.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                Socket socket = Stream();
                AssertFails(SocketError.ConnectionRefused, () => socket.Connect(ServerEndPoint));
                socket.Close();
            }
        });

        OnConnection(server => server.Close(), client => client.Close());
    }

    [Fact]
    public void A_host_that_does_not_exist_is_unreachable_after_the_ARP_requests()
    {
        Client.Run(() => AssertFails(SocketError.HostUnreachable, () => Stream().Connect(new IPEndPoint(IPAddress.Parse("192.168.1.99"), Port))));

        Assert.InRange(Network.Now, 1000, 5000);
    }

    [Fact]
    public void A_network_without_a_route_is_unreachable_at_once()
    {
        Client.Run(() => AssertFails(SocketError.NetworkUnreachable, () => Stream().Connect(new IPEndPoint(IPAddress.Parse("10.0.0.1"), Port))));

        Assert.Equal(0, Network.Now);
    }

    [Fact]
    public void A_host_that_does_not_answer_is_given_up_after_30_seconds()
    {
        Server.Start(FillBacklog);

        Client.Run(() =>
        {
            Connected();
            long begin = Network.Now;
            AssertFails(SocketError.TimedOut, () => Connected());
            Assert.Equal(SocketNetwork.ConnectTimeout, Network.Now - begin);
        });
    }

    [Fact]
    public void A_send_timeout_limits_connecting_too()
    {
        Server.Start(FillBacklog);

        Client.Run(() =>
        {
            Connected();
            long begin = Network.Now;
            Socket socket = Stream();
            socket.SendTimeout = 1500;
            AssertFails(SocketError.TimedOut, () => socket.Connect(ServerEndPoint));
            Assert.Equal(1500, Network.Now - begin);
        });
    }

    [Fact]
    public void Connections_that_timed_out_leave_nothing_behind()
    {
        Server.Start(FillBacklog);

        Client.Run(() =>
        {
            Connected();
            for (int i = 0; i < 20; i++)
            {
                Socket socket = Stream();
                socket.SendTimeout = 10;
                AssertFails(SocketError.TimedOut, () => socket.Connect(ServerEndPoint));
            }
        });

        OnConnection(server => server.Close(), client => client.Close(), Port + 1);
    }

    [Fact]
    public void A_connected_socket_does_not_connect_again()
    {
        OnConnection(
            server => Assert.Equal(0, server.Receive(new byte[1])),
            client =>
            {
                AssertFails(SocketError.IsConnected, () => client.Connect(ServerEndPoint));
                client.Close();
            });
    }

    [Fact]
    public void A_socket_that_does_not_wait_connects_meanwhile()
    {
        TestProgram server = Server.Start(() => Listening().Accept());

        Client.Run(() =>
        {
            Socket socket = Stream();
            socket.Blocking = false;
            AssertFails(SocketError.WouldBlock, () => socket.Connect(ServerEndPoint));
            Assert.False(socket.Connected);
            AssertFails(SocketError.AlreadyInProgress, () => socket.Connect(ServerEndPoint));

            Assert.True(socket.Poll(-1, SelectMode.SelectWrite));

            Assert.True(socket.Connected);
            Assert.False(socket.Poll(0, SelectMode.SelectError));
            AssertFails(SocketError.IsConnected, () => socket.Connect(ServerEndPoint));
        });
        server.Join();
    }

    [Fact]
    public void A_socket_that_does_not_wait_tells_the_failure_of_its_connection()
    {
        Client.Run(() =>
        {
            Socket socket = Stream();
            socket.Blocking = false;
            AssertFails(SocketError.WouldBlock, () => socket.Connect(ServerEndPoint));

            Assert.True(socket.Poll(-1, SelectMode.SelectError));

            Assert.True(socket.Poll(0, SelectMode.SelectWrite));
            Assert.True(socket.Poll(0, SelectMode.SelectRead));
            Assert.Equal((int)SocketError.ConnectionRefused, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
            Assert.False(socket.Connected);
        });
    }

    [Fact]
    public void Text_that_came_before_a_reset_is_read_even_if_the_reset_was_first_to_be_seen()
    {
        Server.Start(() =>
        {
            Socket socket = Listening().Accept();
            socket.Send(Bytes(10));
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, 0);
            socket.Close();
        });

        Client.Run(() =>
        {
            Socket socket = Stream();
            socket.Blocking = false;
            AssertFails(SocketError.WouldBlock, () => socket.Connect(ServerEndPoint));
            Sleep(500);

            Assert.True(socket.Connected);
            Assert.Equal(10, socket.Available);
            byte[] text = new byte[20];
            Assert.Equal(10, socket.Receive(text));
            AssertFails(SocketError.ConnectionReset, () => socket.Receive(text));
            Assert.False(socket.Connected);
        });
    }

    [Fact]
    public void A_bound_port_is_the_connections_port()
    {
        TestProgram server = Server.Start(() => Assert.Equal("192.168.1.11:5005", Listening().Accept().RemoteEndPoint.ToString()));

        Client.Run(() =>
        {
            Socket socket = Stream();
            socket.Bind(new IPEndPoint(IPAddress.Any, 5005));
            socket.Connect(ServerEndPoint);
            Assert.Equal("192.168.1.11:5005", socket.LocalEndPoint.ToString());
        });
        server.Join();
    }

    [Fact]
    public void A_socket_can_be_made_for_IPv6_and_not_used()
    {
        Client.Run(() =>
        {
            Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);

            Assert.Equal(AddressFamily.InterNetworkV6, socket.AddressFamily);
            AssertFails(SocketError.AddressFamilyNotSupported, () => socket.Connect(ServerEndPoint));
            socket.Close();
        });
    }

    [Fact]
    public void Sockets_of_other_kinds_cannot_be_made()
    {
        Client.Run(() =>
        {
            AssertFails(SocketError.SocketNotSupported, () => _ = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Tcp));
            AssertFails(SocketError.ProtocolNotSupported, () => _ = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Udp));
            AssertFails(SocketError.ProtocolNotSupported, () => _ = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Tcp));
            AssertFails(SocketError.AddressFamilyNotSupported, () => _ = new Socket((AddressFamily)16, SocketType.Stream, ProtocolType.Tcp));
        });
    }

    [Fact]
    public void Without_a_network_no_socket_can_be_made()
    {
        AssertFails(SocketError.SystemNotReady, () => Stream());
    }

    [Fact]
    public void The_protocol_of_a_stream_may_be_called_IPv4_or_nothing()
    {
        Client.Run(() =>
        {
            Assert.Equal(ProtocolType.Tcp, new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IPv4).ProtocolType);
            Assert.Equal(ProtocolType.Tcp, new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP).ProtocolType);
            Assert.Equal(ProtocolType.Udp, new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.IP).ProtocolType);
        });
    }

    /// <summary>A listening socket for one client, whose connection nobody accepts. Nobody answers the SYN of a second one.</summary>
    private static void FillBacklog()
    {
        Listening(Port, backlog: 1).Poll(-1, SelectMode.SelectError);
    }
}
