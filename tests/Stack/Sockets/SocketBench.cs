// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>Two hosts on a wire, in virtual time, with programs that use sockets: a server and a client.</summary>
public abstract class SocketBench : IDisposable
{
    protected const int Port = 5000;
    protected const string ServerAddress = "192.168.1.10";

    protected SocketBench()
    {
        Server = Network.AddHost(ServerAddress);
        Client = Network.AddHost("192.168.1.11");
    }

    protected TestNetwork Network { get; } = new(seed: 1);

    protected TestHost Server { get; }

    protected TestHost Client { get; }

    protected static IPEndPoint ServerEndPoint => new(IPAddress.Parse(ServerAddress), Port);

    public void Dispose()
    {
        Network.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static Socket Stream()
    {
        return new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    }

    /// <summary>A socket for datagrams, with a port if it is given.</summary>
    protected static Socket Datagrams(int port = -1)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (port >= 0)
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
        }

        return socket;
    }

    protected static Socket Listening(int port = Port, int backlog = 4)
    {
        Socket socket = Stream();
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        socket.Listen(backlog);
        return socket;
    }

    protected static Socket Connected(IPEndPoint? other = null)
    {
        Socket socket = Stream();
        socket.Connect(other ?? ServerEndPoint);
        return socket;
    }

    /// <summary>When the connection of <see cref="OnConnection"/> was open.</summary>
    protected long Begin { get; private set; }

    /// <summary>Runs a program on each end of a connection.</summary>
    protected void OnConnection(Action<Socket> server, Action<Socket> client, int port = Port)
    {
        TestProgram serving = Server.Start(() =>
        {
            Socket listening = Listening(port);
            Socket socket = listening.Accept();
            listening.Close();
            server(socket);
        });
        Client.Run(() =>
        {
            Socket socket = Connected(new IPEndPoint(IPAddress.Parse(ServerAddress), port));
            Begin = Network.Now;
            client(socket);
        });
        serving.Join();
    }

    /// <summary>Lets the calling program sleep.</summary>
    internal static void Sleep(int milliseconds)
    {
        Socket socket = Datagrams(0);
        socket.Poll(milliseconds * 1000, SelectMode.SelectRead);
        socket.Close();
    }

    /// <summary>Ends a connection with an RST.</summary>
    protected static void Reset(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, 0);
        socket.Close();
    }

    protected static void ReceiveAll(Socket socket, byte[] buffer)
    {
        for (int count = 0; count < buffer.Length;)
        {
            int more = socket.Receive(buffer, count, buffer.Length - count, SocketFlags.None);
            Assert.NotEqual(0, more);
            count += more;
        }
    }

    /// <summary>Everything up to the FIN.</summary>
    protected static byte[] ReceiveToEnd(Socket socket)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[700];
        for (int count = socket.Receive(buffer); count > 0; count = socket.Receive(buffer))
        {
            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    protected static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)(i * 7 + (i >> 8));
        }

        return bytes;
    }

    protected static void AssertFails(SocketError error, Action call)
    {
        Assert.Equal((int)error, Assert.Throws<SocketException>(call).ErrorCode);
    }
}
