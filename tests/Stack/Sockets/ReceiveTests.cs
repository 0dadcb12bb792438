// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class ReceiveTests : SocketBench
{
    [Fact]
    public void A_receive_returns_what_is_there_and_does_not_wait_for_the_buffer_to_fill()
    {
        OnConnection(
            server =>
            {
                server.Send(Bytes(3));
                Sleep(1000);
            },
            client => Assert.Equal(3, client.Receive(new byte[100])));

        Assert.InRange(Network.Now, 1000, 1010);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void A_receive_ends_at_its_timeout(int timeout)
    {
        OnConnection(
            server => Assert.Equal(0, server.Receive(new byte[1])),
            client =>
            {
                client.ReceiveTimeout = timeout;
                AssertFails(SocketError.TimedOut, () => client.Receive(new byte[1]));
                Assert.Equal(timeout, Network.Now - Begin);
                Assert.True(client.Connected);
                client.Close();
            });
    }

    [Fact]
    public void An_accept_ends_at_the_receive_timeout()
    {
        Server.Run(() =>
        {
            Socket listening = Listening();
            listening.ReceiveTimeout = 250;
            AssertFails(SocketError.TimedOut, () => listening.Accept());
        });

        Assert.Equal(250, Network.Now);
    }

    [Fact]
    public void A_send_ends_at_its_timeout()
    {
        OnConnection(
            server => Sleep(5000),
            client =>
            {
                client.SendTimeout = 700;
                AssertFails(SocketError.TimedOut, () => client.Send(new byte[100_000]));
                Assert.Equal(700, Network.Now - Begin);
            });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_timeout_of_0_or_minus_1_is_for_ever_and_stays_as_it_was_set(int timeout)
    {
        OnConnection(
            server =>
            {
                Sleep(100_000);
                server.Send(Bytes(1));
            },
            client =>
            {
                client.ReceiveTimeout = timeout;
                client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendTimeout, timeout);
                Assert.Equal(timeout, client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout));
                Assert.Equal(timeout, client.SendTimeout);
                Assert.Equal(1, client.Receive(new byte[1]));
            });
    }

    [Fact]
    public void A_timeout_below_minus_1_is_refused()
    {
        Client.Run(() =>
        {
            Socket socket = Stream();
            Assert.Throws<ArgumentOutOfRangeException>(() => socket.ReceiveTimeout = -2);
            Assert.Throws<ArgumentOutOfRangeException>(() => socket.SendTimeout = -2);
            AssertFails(SocketError.InvalidArgument, () => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendTimeout, -2));
            Assert.Equal(0, socket.ReceiveTimeout);
            Assert.Equal(0, socket.SendTimeout);
        });
    }

    [Fact]
    public void A_receive_into_no_room_waits_until_something_is_there_and_takes_nothing()
    {
        OnConnection(
            server =>
            {
                Sleep(300);
                server.Send(Bytes(5));
            },
            client =>
            {
                Assert.Equal(0, client.Receive([]));
                Assert.InRange(Network.Now - Begin, 300, 310);
                Assert.Equal(5, client.Receive(new byte[10]));
            });
    }

    [Fact]
    public void Sending_nothing_sends_nothing()
    {
        OnConnection(
            server => Assert.Equal(1, server.Receive(new byte[10])),
            client =>
            {
                Assert.Equal(0, client.Send([]));
                Assert.Equal(1, client.Send(Bytes(1)));
            });
    }

    [Fact]
    public void A_peek_leaves_the_text_for_the_next_receive()
    {
        OnConnection(
            server => server.Send(Bytes(5)),
            client =>
            {
                byte[] text = new byte[10];
                Assert.Equal(5, client.Receive(text, SocketFlags.Peek));
                Assert.Equal(5, client.Available);
                Assert.Equal(5, client.Receive(text, 10, SocketFlags.None));
                Assert.Equal(Bytes(5), text[..5]);
            });
    }

    [Fact]
    public void Text_that_was_acknowledged_is_read_before_the_reset()
    {
        OnConnection(
            server =>
            {
                server.Send(Bytes(10));
                Sleep(50);
                Reset(server);
            },
            client =>
            {
                Sleep(100);
                Assert.Equal(10, client.Available);
                Assert.True(client.Poll(0, SelectMode.SelectRead));
                Assert.Equal(10, client.Receive(new byte[20]));
                Assert.Equal(0, client.Available);
                Assert.NotNull(client.RemoteEndPoint);
                AssertFails(SocketError.ConnectionReset, () => client.Receive(new byte[20]));
                AssertFails(SocketError.ConnectionReset, () => client.Receive(new byte[20]));
                AssertFails(SocketError.ConnectionReset, () => client.Send(new byte[20]));
                Assert.False(client.Connected);
                Assert.Equal(0, client.Available);
            });
    }

    [Fact]
    public void A_sender_that_waits_learns_of_the_reset()
    {
        OnConnection(
            server =>
            {
                Sleep(500);
                Reset(server);
            },
            client =>
            {
                AssertFails(SocketError.ConnectionReset, () => client.Send(new byte[100_000]));
                Assert.InRange(Network.Now - Begin, 499, 510);
            });
    }

    [Fact]
    public void One_thread_receives_while_another_one_sends()
    {
        byte[] text = Bytes(200_000);
        OnConnection(
            server =>
            {
                byte[] buffer = new byte[1000];
                for (int count = server.Receive(buffer); count > 0; count = server.Receive(buffer))
                {
                    server.Send(buffer, count, SocketFlags.None);
                }

                server.Close();
            },
            client =>
            {
                TestProgram sender = Client.Start(() =>
                {
                    client.Send(text);
                    client.Shutdown(SocketShutdown.Send);
                });
                Assert.Equal(text, ReceiveToEnd(client));
                sender.Join();
            });
    }

    [Fact]
    public void A_program_that_has_read_tells_at_once_that_there_is_room_again()
    {
        OnConnection(
            server =>
            {
                server.Send(Bytes(20_000));
                Assert.InRange(Network.Now - Begin, 1000, 1050);
            },
            client =>
            {
                Sleep(1000);
                ReceiveAll(client, new byte[20_000]);
            });
    }

    [Fact]
    public void A_socket_that_does_not_wait_takes_and_gives_what_it_can()
    {
        OnConnection(
            server =>
            {
                Sleep(1000);
                server.Send(Bytes(1));
            },
            client =>
            {
                client.Blocking = false;
                AssertFails(SocketError.WouldBlock, () => client.Receive(new byte[1]));
                int sent = client.Send(new byte[100_000]);
                Assert.InRange(sent, 1000, 99_999);
                Assert.True(client.Poll(-1, SelectMode.SelectRead));
                Assert.Equal(1, client.Receive(new byte[10]));
            });
    }

    [Fact]
    public void A_listening_socket_that_does_not_wait_says_that_nobody_has_come()
    {
        Server.Run(() =>
        {
            Socket listening = Listening();
            listening.Blocking = false;
            AssertFails(SocketError.WouldBlock, () => listening.Accept());
        });
    }

    [Fact]
    public void A_socket_without_a_connection_neither_receives_nor_sends()
    {
        Client.Run(() =>
        {
            foreach (Socket socket in new[] { Stream(), Listening() })
            {
                AssertFails(SocketError.NotConnected, () => socket.Receive(new byte[1]));
                AssertFails(SocketError.NotConnected, () => socket.Send(new byte[1]));
                AssertFails(SocketError.NotConnected, () => socket.Send([]));
                AssertFails(SocketError.NotConnected, () => _ = socket.RemoteEndPoint);
                Assert.Equal(0, socket.Available);
                Assert.False(socket.Connected);
            }
        });
    }

    [Fact]
    public void A_buffer_that_is_not_there_or_too_short_is_an_error_of_the_caller()
    {
        OnConnection(
            server => Assert.Equal(0, server.Receive(new byte[1])),
            client =>
            {
                Assert.Throws<ArgumentNullException>(() => client.Receive(null!));
                Assert.Throws<ArgumentNullException>(() => client.Send(null!));
                foreach ((int offset, int size) in new[] { (-1, 1), (0, -1), (5, 6), (11, 0), (int.MaxValue, int.MaxValue) })
                {
                    Assert.Throws<ArgumentOutOfRangeException>(() => client.Receive(new byte[10], offset, size, SocketFlags.None));
                    Assert.Throws<ArgumentOutOfRangeException>(() => client.Send(new byte[10], offset, size, SocketFlags.None));
                }

                AssertFails(SocketError.OperationNotSupported, () => client.Receive(new byte[10], SocketFlags.OutOfBand));
                AssertFails(SocketError.OperationNotSupported, () => client.Send(new byte[10], SocketFlags.Peek));
                client.Close();
            });
    }

    [Fact]
    public void A_silent_client_stays_connected_for_days()
    {
        Network.TimeLimit = 1_000_000_000;
        OnConnection(
            server => Assert.Equal(1, server.Receive(new byte[10])),
            client =>
            {
                Sleep(100_000_000);
                client.Send(Bytes(1));
            });
    }

    [Fact]
    public void A_waiting_thread_holds_up_no_other_one()
    {
        Server.Start(() =>
        {
            Socket listening = Listening();
            while (true)
            {
                Socket socket = listening.Accept();
                Server.Start(() =>
                {
                    socket.Send(ReceiveToEnd(socket));
                    socket.Close();
                });
            }
        });
        for (int i = 0; i < 4; i++)
        {
            Client.Start(() => Connected().Receive(new byte[1]));
        }

        Client.Run(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                Socket socket = Connected();
                socket.Send(Bytes(10));
                socket.Shutdown(SocketShutdown.Send);
                ReceiveAll(socket, new byte[10]);
                socket.Close();
            }
        });

        Assert.InRange(Network.Now, 0, 100);
    }
}
