// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class UdpClientTests : SocketBench
{
    private const string Group = "239.1.2.3";

    [Fact]
    public void A_datagram_comes_back_in_an_array_of_its_length()
    {
        Server.Start(() =>
        {
            using UdpClient server = new(Port);
            IPEndPoint from = new(IPAddress.Any, 0);
            byte[] datagram = server.Receive(ref from);
            server.Send(datagram, from);
            server.Send([], from);
        });

        Client.Run(() =>
        {
            using UdpClient client = new(ServerAddress, Port);
            IPEndPoint from = new(IPAddress.Any, 0);
            Assert.Equal(300, client.Send(Bytes(300)));
            Assert.Equal(Bytes(300), client.Receive(ref from));
            Assert.Equal(ServerEndPoint, from);
            Assert.Empty(client.Receive(ref from));
        });
    }

    [Fact]
    public void A_datagram_is_received_into_a_part_of_an_array()
    {
        Server.Start(() =>
        {
            using UdpClient server = new(new IPEndPoint(IPAddress.Any, Port));
            IPEndPoint from = new(IPAddress.Any, 0);
            byte[] buffer = new byte[20];
            Assert.Equal(4, server.Receive(buffer, 10, 10, ref from));
            server.Send(buffer, 10, 4, from);
        });

        Client.Run(() =>
        {
            using UdpClient client = new();
            IPEndPoint from = new(IPAddress.Any, 0);
            byte[] answer = new byte[4];
            client.Send(Bytes(4), ServerEndPoint);
            Assert.Equal(4, client.Receive(answer, ref from));
            Assert.Equal(Bytes(4), answer);
        });
    }

    [Fact]
    public void A_receive_gives_up_at_its_time()
    {
        Client.Run(() =>
        {
            using UdpClient client = new(7000);
            client.Client.ReceiveTimeout = 250;
            IPEndPoint from = new(IPAddress.Any, 0);
            AssertFails(SocketError.TimedOut, () => client.Receive(ref from));
        });

        Assert.Equal(250, Network.Now);
    }

    [Fact]
    public void A_connected_client_takes_no_other_end()
    {
        Client.Run(() =>
        {
            using UdpClient client = new();
            Assert.Throws<InvalidOperationException>(() => client.Send(Bytes(1)));
            client.Connect(ServerAddress, Port);
            Assert.Throws<InvalidOperationException>(() => client.Send(Bytes(1), ServerEndPoint));
        });
    }

    [Fact]
    public void A_closed_client_says_so()
    {
        Client.Run(() =>
        {
            UdpClient client = new(7000);
            client.Close();
            client.Close();
            IPEndPoint from = new(IPAddress.Any, 0);
            Assert.Throws<ObjectDisposedException>(() => client.Send(Bytes(1), ServerEndPoint));
            Assert.Throws<ObjectDisposedException>(() => client.Receive(new byte[1], ref from));

            using UdpClient next = new(7000);
        });
    }

    [Fact]
    public void A_client_that_cannot_have_its_port_leaves_none_taken()
    {
        Client.Run(() =>
        {
            using UdpClient first = new(7000);
            for (int i = 0; i < 100; i++)
            {
                AssertFails(SocketError.AddressAlreadyInUse, () => _ = new UdpClient(7000));
                AssertFails(SocketError.HostNotFound, () => _ = new UdpClient("two..dots", 7000));
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => new UdpClient(65536));
            Assert.Throws<ArgumentNullException>(() => new UdpClient((IPEndPoint)null!));
        });
    }

    [Fact]
    public void A_group_is_joined_and_left()
    {
        Server.Start(() =>
        {
            using UdpClient server = new(Port);
            server.JoinMulticastGroup(IPAddress.Parse(Group));
            IPEndPoint from = new(IPAddress.Any, 0);
            Assert.Equal(Bytes(5), server.Receive(ref from));
            server.DropMulticastGroup(IPAddress.Parse(Group));
            server.Client.ReceiveTimeout = 1000;
            AssertFails(SocketError.TimedOut, () => server.Receive(ref from));
        });

        Client.Run(() =>
        {
            using UdpClient client = new() { Ttl = 1 };
            Assert.Equal(1, client.Ttl);
            Sleep(10);
            client.Send(Bytes(5), new IPEndPoint(IPAddress.Parse(Group), Port));
            Sleep(10);
            client.Send(Bytes(5), new IPEndPoint(IPAddress.Parse(Group), Port));
        });
        Network.RunFor(2000);
    }

    [Fact]
    public void A_broadcast_needs_leave()
    {
        Client.Run(() =>
        {
            using UdpClient client = new();
            IPEndPoint everyone = new(IPAddress.Broadcast, Port);
            Assert.False(client.EnableBroadcast);
            AssertFails(SocketError.AccessDenied, () => client.Send(Bytes(1), everyone));
            client.EnableBroadcast = true;
            Assert.Equal(1, client.Send(Bytes(1), everyone));
        });
    }
}
