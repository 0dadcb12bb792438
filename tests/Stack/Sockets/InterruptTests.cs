// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>A socket that one thread closes while another one waits in a call of it.</summary>
public sealed class InterruptTests : SocketBench
{
    [Fact]
    public void Closing_ends_an_accept()
    {
        AssertInterrupted(Server, () => Listening(), socket => socket.Accept());
    }

    [Fact]
    public void Closing_ends_a_receive()
    {
        Server.Start(() => Listening().Accept());
        AssertInterrupted(Client, () => Connected(), socket => socket.Receive(new byte[1]));
    }

    [Fact]
    public void Closing_ends_a_send_that_waits_for_room()
    {
        Server.Start(() => Listening().Accept());
        AssertInterrupted(Client, () => Connected(), socket => socket.Send(new byte[100_000]));
    }

    [Fact]
    public void Closing_ends_a_connect()
    {
        OnConnection(server => server.Close(), client => client.Close());
        Network.Loss = 1;
        AssertInterrupted(Client, Stream, socket => socket.Connect(ServerEndPoint));
    }

    [Fact]
    public void Closing_ends_a_receive_of_datagrams()
    {
        AssertInterrupted(Client, () => Datagrams(Port), socket =>
        {
            EndPoint from = ServerEndPoint;
            socket.ReceiveFrom(new byte[1], ref from);
        });
    }

    [Theory]
    [InlineData(SelectMode.SelectRead)]
    [InlineData(SelectMode.SelectError)]
    public void Closing_ends_a_poll(SelectMode mode)
    {
        AssertInterrupted(Client, () => Datagrams(Port), socket => socket.Poll(-1, mode));
    }

    [Fact]
    public void Closing_ends_the_waits_of_all_threads()
    {
        Server.Start(() => Listening().Accept());
        Client.Run(() =>
        {
            Socket socket = Connected();
            TestProgram[] waiting =
            [
                Client.Start(() => AssertFails(SocketError.Interrupted, () => socket.Receive(new byte[1]))),
                Client.Start(() => AssertFails(SocketError.Interrupted, () => socket.Receive(new byte[1]))),
                Client.Start(() => AssertFails(SocketError.Interrupted, () => socket.Send(new byte[100_000]))),
            ];
            Sleep(100);
            socket.Close();
            foreach (TestProgram program in waiting)
            {
                program.Join();
            }
        });
    }

    [Fact]
    public void A_client_that_closes_its_socket_in_the_receiving_thread_connects_anew_at_once()
    {
        Server.Start(() =>
        {
            Socket listening = Listening();
            for (int i = 0; i < 20; i++)
            {
                Reset(listening.Accept());
            }
        });

        Client.Run(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                Socket socket = Connected();
                AssertFails(SocketError.ConnectionReset, () => socket.Receive(new byte[1]));
                socket.Close();
            }
        });
    }

    /// <summary>The call fails at the time at which another thread closes the socket.</summary>
    private void AssertInterrupted(TestHost host, Func<Socket> make, Action<Socket> call)
    {
        host.Run(() =>
        {
            Socket socket = make();
            long begin = Network.Now;
            host.Start(() =>
            {
                Sleep(100);
                socket.Close();
            });
            AssertFails(SocketError.Interrupted, () => call(socket));
            Assert.Equal(100, Network.Now - begin);
        });
    }
}
