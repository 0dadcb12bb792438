// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;

namespace TestedPrograms;

/// <summary>Programs that send bytes and get them back.</summary>
public static class EchoPrograms
{
    public const int Port = 7;

    /// <summary>Serves each client by a thread of its own, for ever.</summary>
    public static void Serve()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, Port));
        listener.Listen(4);
        while (true)
        {
            Socket client = listener.Accept();
            new Thread(() => Echo(client)).Start();
        }
    }

    /// <summary>Sends messages of 64 bytes and waits for each to come back. Returns the number of those that came back whole.</summary>
    public static int Ask(string server, int messages)
    {
        using Socket socket = Connect(server);
        byte[] sent = new byte[64];
        byte[] received = new byte[64];
        int whole = 0;
        for (int i = 0; i < messages; i++)
        {
            Array.Fill(sent, (byte)i);
            socket.Send(sent);
            int length = 0;
            while (length < received.Length)
            {
                int more = socket.Receive(received, length, received.Length - length, SocketFlags.None);
                if (more == 0)
                {
                    return whole;
                }

                length += more;
            }

            whole += received.AsSpan().SequenceEqual(sent) ? 1 : 0;
        }

        return whole;
    }

    /// <summary>Waits for what the server does not send. Returns how the wait ended.</summary>
    public static SocketError ReceiveInVain(string server, int timeout)
    {
        using Socket socket = Connect(server);
        socket.ReceiveTimeout = timeout;
        return ErrorOf(() => socket.Receive(new byte[1]));
    }

    /// <summary>Sends until that fails. Returns how.</summary>
    public static SocketError SendUntilItFails(string server)
    {
        using Socket socket = Connect(server);
        return ErrorOf(() =>
        {
            while (true)
            {
                socket.Send(new byte[64]);
                Thread.Sleep(100);
            }
        });
    }

    /// <summary>Two threads use one socket: one sends, and the other one receives.</summary>
    public static int AskWithTwoThreads(string server, int messages)
    {
        using Socket socket = Connect(server);
        Thread sender = new(() =>
        {
            for (int i = 0; i < messages; i++)
            {
                socket.Send(new byte[64]);
                Thread.Sleep(3);
            }
        });
        sender.Start();
        int received = 0;
        byte[] buffer = new byte[64];
        while (received < messages * 64)
        {
            received += socket.Receive(buffer);
        }

        sender.Join();
        return received;
    }

    public static SocketError ErrorOf(Action action)
    {
        try
        {
            action();
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return (SocketError)e.ErrorCode;
        }
    }

    private static Socket Connect(string server)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(new IPEndPoint(IPAddress.Parse(server), Port));
        return socket;
    }

    private static void Echo(Socket client)
    {
        using (client)
        {
            byte[] buffer = new byte[256];
            int length;
            while ((length = client.Receive(buffer)) > 0)
            {
                client.Send(buffer, length, SocketFlags.None);
            }
        }
    }
}
