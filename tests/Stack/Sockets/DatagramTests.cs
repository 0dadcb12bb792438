// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class DatagramTests : SocketBench
{
    [Fact]
    public void A_datagram_is_answered_to_its_sender()
    {
        Server.Start(() =>
        {
            Socket socket = Datagrams(Port);
            byte[] buffer = new byte[100];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            int count = socket.ReceiveFrom(buffer, ref from);
            Assert.Equal("192.168.1.11:7000", from.ToString());
            socket.SendTo(buffer, count, SocketFlags.None, from);
        });

        Client.Run(() =>
        {
            Socket socket = Datagrams(7000);
            Assert.Equal(20, socket.SendTo(Bytes(20), ServerEndPoint));
            byte[] answer = new byte[100];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            Assert.Equal(20, socket.ReceiveFrom(answer, ref from));
            Assert.Equal(Bytes(20), answer[..20]);
            Assert.Equal(ServerEndPoint, from);
        });
    }

    [Fact]
    public void Each_receive_gets_one_datagram_and_an_empty_one_is_one()
    {
        OnDatagrams(
            [10, 0, 30],
            socket =>
            {
                Sleep(100);
                EndPoint from = ServerEndPoint;
                Assert.Equal(10, socket.Available);
                Assert.Equal(10, socket.ReceiveFrom(new byte[100], ref from));
                Assert.Equal(0, socket.Available);
                Assert.True(socket.Poll(0, SelectMode.SelectRead));
                Assert.Equal(0, socket.ReceiveFrom(new byte[100], ref from));
                Assert.Equal(30, socket.Available);
                Assert.Equal(30, socket.Receive(new byte[100]));
                Assert.False(socket.Poll(0, SelectMode.SelectRead));
            });
    }

    [Fact]
    public void Several_large_datagrams_wait()
    {
        OnDatagrams(
            [1472, 1472],
            socket =>
            {
                Sleep(100);
                Assert.Equal(1472, socket.Receive(new byte[1500]));
                Assert.Equal(1472, socket.Receive(new byte[1500]));
            });
    }

    [Fact]
    public void A_larger_receive_buffer_holds_more()
    {
        OnDatagrams(
            [1472, 1472, 1472, 1472],
            socket =>
            {
                Sleep(100);
                for (int i = 0; i < 4; i++)
                {
                    Assert.Equal(1472, socket.Receive(new byte[1500]));
                }
            },
            receiveBuffer: 4 * 1472);
    }

    [Fact]
    public void A_datagram_that_is_longer_than_the_room_is_cut_and_the_next_one_is_whole()
    {
        OnDatagrams(
            [30, 5],
            socket =>
            {
                byte[] buffer = new byte[10];
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                AssertFails(SocketError.MessageSize, () => socket.ReceiveFrom(buffer, ref from));
                Assert.Equal(Bytes(30)[..10], buffer);
                Assert.StartsWith("192.168.1.11:", from.ToString(), StringComparison.Ordinal);
                Assert.Equal(5, socket.Receive(buffer));
            });
    }

    [Fact]
    public void The_end_point_stays_the_same_object_while_the_sender_does()
    {
        OnDatagrams(
            [1, 1],
            socket =>
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                socket.ReceiveFrom(new byte[10], ref from);
                EndPoint first = from;
                socket.ReceiveFrom(new byte[10], ref from);
                Assert.Same(first, from);
            });
    }

    [Fact]
    public void A_receive_ends_at_its_timeout()
    {
        Client.Run(() =>
        {
            Socket socket = Datagrams(Port);
            socket.ReceiveTimeout = 400;
            EndPoint from = ServerEndPoint;
            AssertFails(SocketError.TimedOut, () => socket.ReceiveFrom(new byte[1], ref from));
            AssertFails(SocketError.TimedOut, () => socket.Receive(new byte[1]));
        });

        Assert.Equal(800, Network.Now);
    }

    [Fact]
    public void A_socket_without_a_port_receives_nothing()
    {
        Client.Run(() =>
        {
            EndPoint from = ServerEndPoint;
            AssertFails(SocketError.NotConnected, () => Datagrams().ReceiveFrom(new byte[1], ref from));
            AssertFails(SocketError.NotConnected, () => Datagrams().Receive(new byte[1]));
            AssertFails(SocketError.NotConnected, () => Datagrams().Send(new byte[1]));
            AssertFails(SocketError.NotConnected, () => Datagrams(Port).Send(new byte[1]));
        });
    }

    [Fact]
    public void A_connected_socket_takes_datagrams_from_its_other_end_only()
    {
        TestHost third = Network.AddHost("192.168.1.12");
        TestProgram server = Server.Start(() =>
        {
            Socket socket = Datagrams(Port);
            socket.Connect(new IPEndPoint(IPAddress.Parse(Client.Address), 7000));
            Assert.True(socket.Connected);
            Assert.Equal("192.168.1.11:7000", socket.RemoteEndPoint.ToString());
            Sleep(200);
            Assert.Equal(2, socket.Receive(new byte[10]));
            Assert.Equal(0, socket.Available);
            Assert.Equal(3, socket.Send(Bytes(3)));
        });
        third.Start(() => Datagrams(7000).SendTo(Bytes(1), ServerEndPoint));

        Client.Run(() =>
        {
            Socket socket = Datagrams(7000);
            Sleep(100);
            socket.SendTo(Bytes(2), ServerEndPoint);
            Assert.Equal(3, socket.Receive(new byte[10]));
        });
        server.Join();
    }

    [Fact]
    public void A_refused_datagram_is_told_to_a_connected_socket_once()
    {
        Client.Run(() =>
        {
            Socket socket = Datagrams();
            socket.Connect(ServerEndPoint);
            socket.Send(Bytes(1));
            AssertFails(SocketError.ConnectionRefused, () => socket.Receive(new byte[1]));
            Assert.True(socket.Connected);
            Assert.Equal(1, socket.Send(Bytes(1)));
        });
    }

    [Fact]
    public void Everybody_is_reached_only_by_those_who_may()
    {
        TestProgram server = Server.Start(() =>
        {
            Socket socket = Datagrams(Port);
            Assert.Equal(1, socket.Receive(new byte[10]));
            Assert.Equal(2, socket.Receive(new byte[10]));
        });

        Client.Run(() =>
        {
            Socket socket = Datagrams();
            foreach (string address in new[] { "255.255.255.255", "192.168.1.255" })
            {
                AssertFails(SocketError.AccessDenied, () => socket.SendTo(Bytes(1), new IPEndPoint(IPAddress.Parse(address), Port)));
            }

            socket.EnableBroadcast = true;
            socket.SendTo(Bytes(1), new IPEndPoint(IPAddress.Broadcast, Port));
            socket.SendTo(Bytes(2), new IPEndPoint(IPAddress.Parse("192.168.1.255"), Port));
            Assert.True((bool)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Broadcast));
        });
        server.Join();
    }

    [Fact]
    public void A_group_is_received_by_members()
    {
        byte[] membership = [224, 0, 1, 7, 0, 0, 0, 0];
        TestProgram server = Server.Start(() =>
        {
            Socket socket = Datagrams(Port);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, membership);
            Assert.Equal(2, socket.Receive(new byte[10]));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.DropMembership, membership);
            AssertFails(SocketError.InvalidArgument, () => socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.DropMembership, membership));
            socket.ReceiveTimeout = 500;
            AssertFails(SocketError.TimedOut, () => socket.Receive(new byte[10]));
        });

        Client.Run(() =>
        {
            Socket socket = Datagrams();
            Sleep(100);
            socket.SendTo(Bytes(2), new IPEndPoint(IPAddress.Parse("224.0.1.7"), Port));
            Sleep(100);
            socket.SendTo(Bytes(2), new IPEndPoint(IPAddress.Parse("224.0.1.7"), Port));
        });
        server.Join();
    }

    [Fact]
    public void A_closed_socket_leaves_its_groups()
    {
        Server.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Socket socket = Datagrams(Port);
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, [224, 0, 1, (byte)i, 0, 0, 0, 0]);
                socket.Close();
            }
        });
    }

    [Fact]
    public void A_datagram_that_cannot_be_sent_says_why()
    {
        Client.Run(() =>
        {
            Socket socket = Datagrams();
            AssertFails(SocketError.MessageSize, () => socket.SendTo(new byte[70_000], ServerEndPoint));
            AssertFails(SocketError.NetworkUnreachable, () => socket.SendTo(Bytes(1), new IPEndPoint(IPAddress.Parse("10.0.0.1"), Port)));
            AssertFails(SocketError.InvalidArgument, () => socket.SendTo(Bytes(1), new IPEndPoint(IPAddress.Parse(ServerAddress), 0)));
            Assert.Throws<ArgumentNullException>(() => socket.SendTo(Bytes(1), null!));
            Assert.Throws<ArgumentNullException>(() => socket.SendTo(null!, ServerEndPoint));
        });
        Client.PullCable();
        Network.RunFor(10);
        Client.Run(() => AssertFails(SocketError.NetworkDown, () => Datagrams().SendTo(Bytes(1), ServerEndPoint)));
    }

    [Fact]
    public void Many_datagrams_in_a_row_wait_for_room_in_the_link()
    {
        TestProgram server = Server.Start(() =>
        {
            Socket socket = Datagrams(Port);
            for (int i = 0; i < 100; i++)
            {
                Assert.Equal(1000, socket.Receive(new byte[1472]));
            }
        });

        Client.Run(() =>
        {
            Socket socket = Datagrams();
            for (int i = 0; i < 100; i++)
            {
                Assert.Equal(1000, socket.SendTo(Bytes(1000), ServerEndPoint));
                Sleep(1);
            }
        });
        server.Join();
    }

    [Fact]
    public void A_socket_for_datagrams_neither_listens_nor_accepts()
    {
        Client.Run(() =>
        {
            AssertFails(SocketError.OperationNotSupported, () => Datagrams(Port).Listen(1));
            AssertFails(SocketError.OperationNotSupported, () => Datagrams().Accept());
        });
    }

    [Fact]
    public void A_connection_sends_to_its_other_end_whatever_the_end_point()
    {
        OnConnection(
            server =>
            {
                Assert.Equal(Bytes(10), ReceiveToEnd(server));
                server.Close();
            },
            client =>
            {
                EndPoint nobody = new IPEndPoint(IPAddress.Any, 0);
                Assert.Equal(10, client.SendTo(Bytes(10), nobody));
                client.Shutdown(SocketShutdown.Send);
                Assert.Equal(0, client.ReceiveFrom(new byte[1], ref nobody));
            });
    }

    /// <summary>The client sends datagrams of these lengths, which the server receives.</summary>
    private void OnDatagrams(int[] lengths, Action<Socket> server, int receiveBuffer = 0)
    {
        TestProgram receiver = Server.Start(() =>
        {
            Socket socket = Datagrams();
            if (receiveBuffer > 0)
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer, receiveBuffer);
            }

            socket.Bind(new IPEndPoint(IPAddress.Any, Port));
            socket.Receive([]);
            server(socket);
        });
        Client.Run(() =>
        {
            // The first one waits for the MAC address. Only few can.
            Socket socket = Datagrams(0);
            socket.SendTo([], ServerEndPoint);
            Sleep(10);
            foreach (int length in lengths)
            {
                socket.SendTo(Bytes(length), ServerEndPoint);
            }
        });
        receiver.Join();
    }
}
