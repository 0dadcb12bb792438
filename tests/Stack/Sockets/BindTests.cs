// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class BindTests : SocketBench
{
    [Fact]
    public void Before_there_is_a_port_the_own_end_is_nothing()
    {
        Client.Run(() =>
        {
            foreach (Socket socket in new[] { Stream(), Datagrams() })
            {
                Assert.Equal("0.0.0.0:0", socket.LocalEndPoint.ToString());
                Assert.False(socket.IsBound);
            }
        });
    }

    [Theory]
    [InlineData(SocketType.Stream)]
    [InlineData(SocketType.Dgram)]
    public void Port_0_stands_for_any_that_is_free_and_is_told_at_once(SocketType type)
    {
        Client.Run(() =>
        {
            Socket first = Bound(type, 0);
            Socket second = Bound(type, 0);

            int port = ((IPEndPoint)first.LocalEndPoint).Port;
            Assert.InRange(port, 1024, 65535);
            Assert.NotEqual(port, ((IPEndPoint)second.LocalEndPoint).Port);
            Assert.Equal("0.0.0.0:" + port, first.LocalEndPoint.ToString());
            Assert.True(first.IsBound);
        });
    }

    [Theory]
    [InlineData(SocketType.Stream)]
    [InlineData(SocketType.Dgram)]
    public void A_port_belongs_to_one_socket_until_that_is_closed(SocketType type)
    {
        Client.Run(() =>
        {
            Socket first = Bound(type, Port);
            AssertFails(SocketError.AddressAlreadyInUse, () => Bound(type, Port));
            first.Close();
            Bound(type, Port).Close();
        });
    }

    [Theory]
    [InlineData(SocketType.Stream)]
    [InlineData(SocketType.Dgram)]
    public void A_socket_is_bound_once(SocketType type)
    {
        Client.Run(() =>
        {
            Socket socket = Bound(type, Port);
            AssertFails(SocketError.InvalidArgument, () => socket.Bind(new IPEndPoint(IPAddress.Any, Port + 1)));
            Assert.Equal("0.0.0.0:5000", socket.LocalEndPoint.ToString());
        });
    }

    [Theory]
    [InlineData(SocketType.Stream)]
    [InlineData(SocketType.Dgram)]
    public void A_port_is_bound_at_the_own_address_and_at_no_other(SocketType type)
    {
        Client.Run(() =>
        {
            Socket socket = new(AddressFamily.InterNetwork, type, ProtocolType.IP);
            AssertFails(SocketError.AddressNotAvailable, () => socket.Bind(new IPEndPoint(IPAddress.Parse(ServerAddress), Port)));
            Assert.Throws<ArgumentNullException>(() => socket.Bind(null!));
            socket.Bind(new IPEndPoint(IPAddress.GetDefaultLocalAddress(), Port));
            Assert.Equal("192.168.1.11:5000", socket.LocalEndPoint.ToString());
        });
    }

    [Fact]
    public void A_stream_and_datagrams_may_have_the_same_port()
    {
        Client.Run(() =>
        {
            Bound(SocketType.Stream, Port);
            Bound(SocketType.Dgram, Port);
        });
    }

    [Fact]
    public void Listening_needs_a_port()
    {
        Client.Run(() =>
        {
            AssertFails(SocketError.InvalidArgument, () => Stream().Listen(1));
            AssertFails(SocketError.InvalidArgument, () => Stream().Accept());
            AssertFails(SocketError.InvalidArgument, () => Bound(SocketType.Stream, Port).Accept());
        });
    }

    [Fact]
    public void A_connected_socket_neither_binds_nor_listens_nor_accepts()
    {
        OnConnection(server => server.Close(), client =>
        {
            AssertFails(SocketError.InvalidArgument, () => client.Bind(new IPEndPoint(IPAddress.Any, 0)));
            AssertFails(SocketError.InvalidArgument, () => client.Listen(1));
            AssertFails(SocketError.InvalidArgument, () => client.Accept());
        });
    }

    [Fact]
    public void A_listening_socket_does_not_connect()
    {
        Client.Run(() => AssertFails(SocketError.InvalidArgument, () => Listening().Connect(ServerEndPoint)));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(10, 4)]
    [InlineData(int.MaxValue, 4)]
    public void As_many_clients_wait_as_asked_for_within_bounds(int backlog, int expected)
    {
        Socket? listening = null;
        Server.Run(() => listening = Listening(Port, backlog));
        TestProgram[] clients = ConnectOneByOne(6);

        Assert.Equal(expected, clients.Count(client => client.HasEnded));

        Server.Run(() =>
        {
            for (int i = 0; i < clients.Length; i++)
            {
                listening!.Accept().Close();
            }
        });
        foreach (TestProgram client in clients)
        {
            client.Join();
        }
    }

    [Fact]
    public void Listening_again_changes_the_number_of_clients_that_wait()
    {
        Socket? listening = null;
        Server.Run(() =>
        {
            listening = Listening(Port, 1);
            listening.Listen(2);
        });
        TestProgram[] clients = ConnectOneByOne(3);

        Assert.Equal(2, clients.Count(client => client.HasEnded));
    }

    [Fact]
    public void A_server_with_all_connections_in_use_accepts_the_next_client_when_one_is_closed()
    {
        List<Socket> sockets = [];
        TestProgram server = Server.Start(() =>
        {
            Socket listening = Listening();
            for (int i = 0; i < 9; i++)
            {
                sockets.Add(listening.Accept());
            }
        });
        TestHost other = Network.AddHost("192.168.1.12");
        foreach (TestHost host in Enumerable.Repeat(Client, 5).Concat(Enumerable.Repeat(other, 4)))
        {
            host.Start(ConnectAndWait);
        }

        Network.RunFor(1000);
        Assert.Equal(8, sockets.Count);

        Server.Run(() => sockets[0].Close());

        server.Join();
    }

    private TestProgram[] ConnectOneByOne(int count)
    {
        TestProgram[] clients = new TestProgram[count];
        for (int i = 0; i < count; i++)
        {
            clients[i] = Client.Start(() => Connected());
            Network.RunFor(10);
        }

        return clients;
    }

    private static void ConnectAndWait()
    {
        Socket socket = Connected();
        socket.Receive(new byte[1]);
        socket.Close();
    }

    private static Socket Bound(SocketType type, int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, type, ProtocolType.IP);
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        return socket;
    }
}
