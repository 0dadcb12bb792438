// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net.Sockets;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class PollTests : SocketBench
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(999, 0)]
    [InlineData(1000, 1)]
    [InlineData(1001, 2)]
    [InlineData(250_000, 250)]
    [InlineData(int.MaxValue, 2_147_484)]
    public void An_idle_connection_has_nothing_to_read_after_the_full_time(int microseconds, long milliseconds)
    {
        Network.TimeLimit = 10_000_000;
        OnConnection(
            server => Assert.Equal(0, server.Receive(new byte[1])),
            client =>
            {
                Assert.False(client.Poll(microseconds, SelectMode.SelectRead));
                Assert.Equal(milliseconds, Network.Now - Begin);
                client.Close();
            });
    }

    [Fact]
    public void A_negative_time_is_for_ever()
    {
        OnConnection(
            server =>
            {
                Sleep(400_000);
                server.Send(Bytes(1));
            },
            client => Assert.True(client.Poll(-7, SelectMode.SelectRead)));
    }

    [Fact]
    public void A_poll_ends_when_text_comes()
    {
        OnConnection(
            server =>
            {
                Sleep(30);
                server.Send(Bytes(1));
            },
            client =>
            {
                Assert.True(client.Poll(1_000_000, SelectMode.SelectRead));
                Assert.InRange(Network.Now - Begin, 29, 31);
                Assert.Equal(1, client.Available);
            });
    }

    [Theory]
    [InlineData(SelectMode.SelectRead, true)]
    [InlineData(SelectMode.SelectWrite, true)]
    [InlineData(SelectMode.SelectError, false)]
    public void The_other_ends_FIN_can_be_read(SelectMode mode, bool expected)
    {
        OnConnection(server => server.Close(), client =>
        {
            Sleep(10);
            Assert.Equal(expected, client.Poll(0, mode));
            Assert.Equal(0, client.Available);
        });
    }

    [Theory]
    [InlineData(SelectMode.SelectRead)]
    [InlineData(SelectMode.SelectWrite)]
    [InlineData(SelectMode.SelectError)]
    public void A_reset_is_seen_by_each_mode(SelectMode mode)
    {
        OnConnection(
            server =>
            {
                Sleep(10);
                Reset(server);
            },
            client =>
            {
                Sleep(50);
                Assert.True(client.Poll(-1, mode));
                Assert.Equal(0, client.Available);
            });
    }

    [Fact]
    public void A_full_send_buffer_cannot_be_written_until_the_other_end_reads()
    {
        OnConnection(
            server =>
            {
                Sleep(500);
                server.Receive(new byte[4000]);
            },
            client =>
            {
                client.Blocking = false;
                while (client.Poll(100_000, SelectMode.SelectWrite))
                {
                    client.Send(new byte[1000]);
                }

                // The single segment that then leaves is acknowledged 40 ms late.
                Assert.True(client.Poll(-1, SelectMode.SelectWrite));
                Assert.InRange(Network.Now - Begin, 500, 550);
            });
    }

    [Theory]
    [InlineData(SelectMode.SelectRead, true)]
    [InlineData(SelectMode.SelectWrite, true)]
    [InlineData(SelectMode.SelectError, false)]
    public void Without_a_connection_nothing_would_wait(SelectMode mode, bool expected)
    {
        Client.Run(() => Assert.Equal(expected, Stream().Poll(0, mode)));
    }

    [Theory]
    [InlineData(SelectMode.SelectRead)]
    [InlineData(SelectMode.SelectWrite)]
    [InlineData(SelectMode.SelectError)]
    public void A_listening_socket_without_clients_is_not_ready(SelectMode mode)
    {
        Server.Run(() => Assert.False(Listening().Poll(100_000, mode)));

        Assert.Equal(100, Network.Now);
    }

    [Fact]
    public void A_client_that_waits_to_be_accepted_is_something_to_read()
    {
        Client.Start(() => Connected());

        Server.Run(() =>
        {
            Socket listening = Listening();
            Assert.True(listening.Poll(-1, SelectMode.SelectRead));
            listening.Blocking = false;
            Assert.True(listening.Accept().Connected);
        });
    }

    [Theory]
    [InlineData(SelectMode.SelectRead, false)]
    [InlineData(SelectMode.SelectWrite, true)]
    [InlineData(SelectMode.SelectError, false)]
    public void A_socket_for_datagrams_can_be_written(SelectMode mode, bool expected)
    {
        Client.Run(() => Assert.Equal(expected, Datagrams(Port).Poll(0, mode)));
    }

    [Fact]
    public void There_is_no_other_mode()
    {
        Client.Run(() => Assert.Throws<NotSupportedException>(() => Stream().Poll(0, (SelectMode)3)));
    }
}
