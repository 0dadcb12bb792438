// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class EchoTests : SocketBench
{
    [Fact]
    public void A_server_of_twenty_lines_serves_eight_clients()
    {
        Server.Start(ServeEcho);
        TestProgram[] clients = [.. Enumerable.Range(0, 8).Select(i => Client.Start(() => Ask(i)))];

        foreach (TestProgram client in clients)
        {
            client.Join();
        }
    }

    [Fact]
    public void Lost_frames_are_no_concern_of_the_programs()
    {
        Network.Loss = 0.05;
        Server.Start(ServeEcho);

        for (int i = 0; i < 8; i++)
        {
            Client.Run(() => Ask(1));
        }
    }

    private void ServeEcho()
    {
        Socket listening = Listening();
        while (true)
        {
            Socket client = listening.Accept();
            Server.Start(() =>
            {
                byte[] buffer = new byte[256];
                for (int count = client.Receive(buffer); count > 0; count = client.Receive(buffer))
                {
                    client.Send(buffer, count, SocketFlags.None);
                }

                client.Close();
            });
        }
    }

    private static void Ask(int number)
    {
        Socket socket = Connected();
        byte[] answer = new byte[100];
        for (int round = 0; round < 20; round++)
        {
            byte[] question = Bytes(100 - number);
            Assert.Equal(question.Length, socket.Send(question));
            answer = new byte[question.Length];
            ReceiveAll(socket, answer);
            Assert.Equal(question, answer);
        }

        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, socket.Receive(answer));
        socket.Close();
    }
}
