// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class TcpListenerTests : SocketBench
{
    [Fact]
    public void An_echo_server_of_twenty_lines_serves_eight_clients()
    {
        Server.Start(() =>
        {
            TcpListener listener = new(IPAddress.Any, Port);
            listener.Start(4);
            while (true)
            {
                TcpClient client = listener.AcceptTcpClient();
                Server.Start(() =>
                {
                    using NetworkStream stream = client.GetStream();
                    for (int value = stream.ReadByte(); value >= 0; value = stream.ReadByte())
                    {
                        stream.WriteByte((byte)value);
                    }
                });
            }
        });
        TestProgram[] clients = [.. Enumerable.Range(1, 8).Select(i => Client.Start(() => Ask((byte)i)))];

        foreach (TestProgram client in clients)
        {
            client.Join();
        }
    }

    [Fact]
    public void Stopping_ends_an_accept_and_the_accepted_clients_stay()
    {
        TestProgram client = Client.Start(() => Ask(1));
        Server.Run(() =>
        {
            TcpListener listener = new(IPAddress.Any, Port);
            listener.Start(1);
            TcpClient accepted = listener.AcceptTcpClient();
            Server.Start(() =>
            {
                Sleep(100);
                listener.Stop();
            });
            AssertFails(SocketError.Interrupted, () => listener.AcceptSocket());
            Assert.Throws<InvalidOperationException>(() => listener.AcceptTcpClient());
            NetworkStream stream = accepted.GetStream();
            stream.WriteByte((byte)stream.ReadByte());
            accepted.Close();
        });
        client.Join();
    }

    [Fact]
    public void A_listener_that_was_stopped_starts_again()
    {
        Server.Run(() =>
        {
            TcpListener listener = new(new IPEndPoint(IPAddress.Any, Port));
            for (int i = 0; i < 10; i++)
            {
                listener.Start(1);
                Assert.False(listener.Pending());
                listener.Stop();
            }
        });
    }

    [Fact]
    public void A_listener_whose_port_is_taken_starts_when_it_is_free()
    {
        Server.Run(() =>
        {
            TcpListener first = new(IPAddress.Any, Port);
            TcpListener second = new(IPAddress.Any, Port);
            first.Start();
            AssertFails(SocketError.AddressAlreadyInUse, () => second.Start());
            Assert.Throws<InvalidOperationException>(second.Stop);
            first.Stop();
            second.Start();
        });
    }

    [Fact]
    public void A_started_listener_tells_the_port_that_0_stands_for()
    {
        Server.Run(() =>
        {
            TcpListener listener = new(IPAddress.Any, 0);
            Assert.Equal("0.0.0.0:0", listener.LocalEndpoint.ToString());
            listener.Start(1);
            Assert.NotEqual(0, ((IPEndPoint)listener.LocalEndpoint).Port);
        });
    }

    [Fact]
    public void Only_a_started_listener_accepts_and_stops_and_it_starts_once()
    {
        Server.Run(() =>
        {
            TcpListener listener = new(IPAddress.Any, Port);
            Assert.Throws<InvalidOperationException>(listener.Stop);
            Assert.Throws<InvalidOperationException>(() => listener.Pending());
            Assert.Throws<InvalidOperationException>(() => listener.AcceptSocket());
            listener.Start(1);
            Assert.Throws<InvalidOperationException>(() => listener.Start(1));
            Assert.Throws<ArgumentNullException>(() => new TcpListener(null!));
        });
    }

    [Fact]
    public void A_client_that_waits_is_pending()
    {
        Client.Start(() => Ask(1));
        Server.Run(() =>
        {
            TcpListener listener = new(IPAddress.Any, Port);
            listener.Start();
            Sleep(100);
            Assert.True(listener.Pending());
            Assert.True(listener.AcceptTcpClient().Connected);
            Assert.False(listener.Pending());
        });
    }

    [Fact]
    public void A_client_passes_its_options_on_to_its_socket()
    {
        Client.Run(() =>
        {
            using TcpClient client = new() { NoDelay = true, ReceiveTimeout = 100, SendTimeout = 200, LingerState = new LingerOption(true, 3) };
            Assert.True(client.Client.NoDelay);
            Assert.Equal(100, client.Client.ReceiveTimeout);
            Assert.Equal(200, client.Client.SendTimeout);
            Assert.Equal(3, client.LingerState.LingerTime);
            Assert.False(client.Connected);
            Assert.Equal(0, client.Available);
            Assert.Throws<InvalidOperationException>(client.GetStream);
        });
    }

    [Fact]
    public void A_client_tries_one_address_after_the_other()
    {
        Server.Start(() => Listening().Accept());

        Client.Run(() =>
        {
            using TcpClient client = new();
            client.Connect([IPAddress.Parse("192.168.1.99"), IPAddress.IPv6Loopback, IPAddress.Parse(ServerAddress)], Port);
            Assert.Equal(ServerEndPoint, client.Client.RemoteEndPoint);
        });
    }

    [Theory]
    [InlineData("server.example.org")]
    [InlineData(ServerAddress)]
    public void A_client_connects_to_a_name_or_an_address_in_numbers(string name)
    {
        Network.AddRouter("192.168.1.1").AddName("server.example.org", ServerAddress);
        Server.Start(() => Listening().Accept());

        Network.AddHost("192.168.1.30").Run(() =>
        {
            using TcpClient client = new(name, Port);
            Assert.True(client.Connected);
            Assert.Equal(ServerEndPoint, client.Client.RemoteEndPoint);
            AssertFails(SocketError.IsConnected, () => client.Connect(name, Port));
        });
    }

    [Fact]
    public void A_client_that_cannot_be_made_for_a_name_leaves_nothing_behind()
    {
        Client.Run(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                AssertFails(SocketError.ConnectionRefused, () => _ = new TcpClient(ServerAddress, Port));
                AssertFails(SocketError.HostNotFound, () => _ = new TcpClient("no such name", Port));
            }
        });
    }

    [Fact]
    public void When_no_address_answers_the_reason_of_the_last_one_is_told()
    {
        Client.Run(() =>
        {
            using TcpClient client = new();
            AssertFails(SocketError.ConnectionRefused, () => client.Connect([IPAddress.IPv6Loopback, IPAddress.Parse(ServerAddress)], Port));
            AssertFails(SocketError.NotConnected, () => client.Connect([], Port));
            Assert.Throws<ArgumentNullException>(() => client.Connect((IPAddress[])null!, Port));
        });
    }

    [Fact]
    public void A_closed_client_says_so_and_can_be_closed_again()
    {
        Client.Run(() =>
        {
            TcpClient client = new();
            client.Close();
            client.Close();
            client.Dispose();
            Assert.False(client.Connected);
            Assert.Throws<ObjectDisposedException>(client.GetStream);
            Assert.Throws<ObjectDisposedException>(() => client.Available);
            Assert.Throws<ObjectDisposedException>(() => client.Connect(ServerEndPoint));
        });
    }

    [Fact]
    public void A_client_whose_port_is_taken_leaves_nothing_behind()
    {
        Client.Run(() =>
        {
            using TcpClient first = new(new IPEndPoint(IPAddress.Any, 7000));
            AssertFails(SocketError.AddressAlreadyInUse, () => _ = new TcpClient(new IPEndPoint(IPAddress.Any, 7000)));
        });
    }

    private static void Ask(byte question)
    {
        using TcpClient client = new();
        client.Connect(ServerEndPoint);
        NetworkStream stream = client.GetStream();
        Assert.Same(stream, client.GetStream());
        stream.WriteByte(question);
        Assert.Equal(question, stream.ReadByte());
    }
}
