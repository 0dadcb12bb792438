// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class CloseTests : SocketBench
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    public void Nothing_that_was_sent_is_lost_at_close(double loss)
    {
        Network.Loss = loss;
        byte[] sent = Bytes(100_000);
        byte[] received = [];

        OnConnection(
            server => received = ReceiveToEnd(server),
            client =>
            {
                client.Send(sent);
                client.Close();
            });

        Assert.Equal(sent, received);
    }

    [Fact]
    public void Closing_does_not_wait()
    {
        long took = -1;
        OnConnection(
            server =>
            {
                Sleep(1000);
                Assert.Equal(2000, ReceiveToEnd(server).Length);
            },
            client =>
            {
                client.Send(Bytes(2000));
                long begin = Network.Now;
                client.Close();
                took = Network.Now - begin;
            });

        Assert.Equal(0, took);
    }

    [Fact]
    public void Unread_text_at_close_resets_the_connection()
    {
        OnConnection(
            server =>
            {
                server.Send(Bytes(10));
                AssertFails(SocketError.ConnectionReset, () => server.Receive(new byte[1]));
            },
            client =>
            {
                client.Poll(-1, SelectMode.SelectRead);
                client.Close();
            });
    }

    [Fact]
    public void The_other_end_of_a_closed_connection_reads_to_the_end_and_is_still_connected()
    {
        OnConnection(
            server =>
            {
                server.Send(Bytes(10));
                server.Close();
            },
            client =>
            {
                Sleep(500);
                Assert.Equal(10, client.Available);
                Assert.Equal(10, client.Receive(new byte[100]));
                Assert.Equal(0, client.Available);
                Assert.Equal(0, client.Receive(new byte[100]));
                Assert.Equal(0, client.Receive(new byte[100]));
                Assert.True(client.Connected);
            });
    }

    [Fact]
    public void After_shutting_down_sending_the_answer_can_still_be_read()
    {
        OnConnection(
            server =>
            {
                byte[] question = ReceiveToEnd(server);
                server.Send(question);
                server.Close();
            },
            client =>
            {
                client.Send(Bytes(5000));
                client.Shutdown(SocketShutdown.Send);
                AssertFails(SocketError.Shutdown, () => client.Send(Bytes(1)));
                Assert.Equal(Bytes(5000), ReceiveToEnd(client));
            });
    }

    [Fact]
    public void After_shutting_down_receiving_nothing_is_read()
    {
        OnConnection(
            server => server.Send(Bytes(10)),
            client =>
            {
                client.Shutdown(SocketShutdown.Receive);
                Assert.True(client.Poll(0, SelectMode.SelectRead));
                Assert.Equal(0, client.Receive(new byte[10]));
                Assert.Equal(0, client.Available);
            });
    }

    [Fact]
    public void Shutting_down_receiving_ends_a_wait_of_another_thread()
    {
        OnConnection(
            server => Sleep(1000),
            client =>
            {
                Client.Start(() =>
                {
                    Sleep(50);
                    client.Shutdown(SocketShutdown.Receive);
                });
                Assert.Equal(0, client.Receive(new byte[10]));
                Assert.Equal(50, Network.Now - Begin);
            });
    }

    [Fact]
    public void Shutting_down_needs_a_connection()
    {
        Client.Run(() =>
        {
            AssertFails(SocketError.NotConnected, () => Stream().Shutdown(SocketShutdown.Both));
            AssertFails(SocketError.NotConnected, () => Listening().Shutdown(SocketShutdown.Both));
            AssertFails(SocketError.NotConnected, () => Datagrams().Shutdown(SocketShutdown.Both));
        });
    }

    [Fact]
    public void A_direction_can_be_shut_down_twice_and_after_a_reset()
    {
        OnConnection(
            server =>
            {
                server.Receive(new byte[1]);
                Reset(server);
            },
            client =>
            {
                client.Shutdown(SocketShutdown.Send);
                client.Shutdown(SocketShutdown.Send);
                client.Poll(-1, SelectMode.SelectError);
                client.Shutdown(SocketShutdown.Both);
            });
    }

    [Fact]
    public void Lingering_waits_until_everything_is_acknowledged()
    {
        OnConnection(
            server =>
            {
                Sleep(1000);
                Assert.Equal(6000, ReceiveToEnd(server).Length);
            },
            client =>
            {
                client.Send(Bytes(2000));
                client.Send(Bytes(2000));
                client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, 10);
                client.Send(Bytes(2000), 2000, SocketFlags.None);
                client.Close();
                Assert.InRange(Network.Now - Begin, 1000, 3000);
            });
    }

    [Fact]
    public void Lingering_resets_the_connection_when_its_time_is_over()
    {
        OnConnection(
            server =>
            {
                Sleep(5000);
                Assert.Equal((int)SocketError.ConnectionReset, Assert.Throws<SocketException>(() => ReceiveToEnd(server)).ErrorCode);
            },
            client =>
            {
                client.Send(Bytes(4000));
                client.LingerState = new LingerOption(true, 2);
                client.Close();
                Assert.Equal(2000, Network.Now - Begin);
            });
    }

    [Fact]
    public void Lingering_for_no_time_resets_the_connection()
    {
        OnConnection(
            server => AssertFails(SocketError.ConnectionReset, () => server.Receive(new byte[1])),
            client =>
            {
                Sleep(1);
                client.LingerState = new LingerOption(true, 0);
                client.Close();
            });
    }

    [Fact]
    public void Closing_with_a_time_waits_as_lingering_does()
    {
        OnConnection(
            server =>
            {
                Sleep(5000);
                Assert.Throws<SocketException>(() => ReceiveToEnd(server));
            },
            client =>
            {
                client.Send(Bytes(4000));
                client.Close(1);
                Assert.Equal(1000, Network.Now - Begin);
            });
    }

    [Fact]
    public void A_closed_socket_says_so_to_every_call_and_can_be_closed_again()
    {
        Client.Run(() =>
        {
            foreach (Socket socket in new[] { Stream(), Datagrams(), Listening() })
            {
                EndPoint other = ServerEndPoint;
                socket.Close();
                Action[] calls =
                [
                    () => _ = socket.Available, () => _ = socket.LocalEndPoint, () => _ = socket.RemoteEndPoint, () => _ = socket.ReceiveTimeout,
                    () => socket.SendTimeout = 1, () => _ = socket.Blocking, () => socket.Blocking = true, () => socket.Bind(other), () => socket.Listen(1),
                    () => socket.Accept(), () => socket.Connect(other), () => socket.Send(new byte[1]), () => socket.Receive(new byte[1]),
                    () => socket.SendTo(new byte[1], other), () => socket.ReceiveFrom(new byte[1], ref other), () => socket.Shutdown(SocketShutdown.Both),
                    () => socket.Poll(0, SelectMode.SelectRead), () => socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error),
                    () => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true), () => _ = socket.LingerState,
                ];
                foreach (Action call in calls)
                {
                    Assert.Throws<ObjectDisposedException>(call);
                }

                Assert.False(socket.Connected);
                socket.Close();
                socket.Close(0);
                socket.Dispose();
            }
        });
    }

    [Fact]
    public void A_closed_listening_socket_gives_its_port_back_and_resets_clients_that_wait()
    {
        Server.Run(() =>
        {
            Socket first = Listening();
            TestProgram client = Client.Start(() => AssertFails(SocketError.ConnectionReset, () => Connected().Receive(new byte[1])));
            first.Poll(-1, SelectMode.SelectRead);
            first.Close();
            client.Join();
            Listening().Close();
        });
    }

    [Fact]
    public void Closed_connections_do_not_use_up_the_connections()
    {
        TestProgram server = Server.Start(() =>
        {
            Socket listening = Listening();
            for (int i = 0; i < 100; i++)
            {
                Socket socket = listening.Accept();
                socket.Send(ReceiveToEnd(socket));
                socket.Close();
            }
        });

        Client.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Socket socket = Connected();
                socket.Send(Bytes(10));
                socket.Shutdown(SocketShutdown.Send);
                Assert.Equal(10, ReceiveToEnd(socket).Length);
                socket.Close();
            }
        });
        server.Join();
    }
}
