// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoTcp.Tests.Interop.Apps;

/// <summary>
/// A program that knows nothing of NanoTcp: a small web server on sockets. One of its pages comes from a server at the other end of the cable.
/// </summary>
public static class Program
{
    private const int HttpPort = 80;
    private const int ServerPort = 9000;

    public static void Main()
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, HttpPort));
        listener.Listen(4);
        Console.WriteLine("Serves");
        try
        {
            while (true)
            {
                Socket client = listener.Accept();
                new Thread(() => Serve(listener, client)).Start();
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // A page has closed the listener.
            Console.WriteLine("Main returns");
        }
    }

    private static void Serve(Socket listener, Socket client)
    {
        string path = ReadPath(client);
        byte[] content = path switch
        {
            "/throw" => throw new InvalidOperationException("thrown by a page"),
            "/server" => Fetch(),
            _ when path.StartsWith("/bytes/", StringComparison.Ordinal) => Pattern(int.Parse(path["/bytes/".Length..], CultureInfo.InvariantCulture)),
            _ => "hello\n"u8.ToArray(),
        };
        if (path == "/end")
        {
            listener.Close();
        }

        client.Send(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n"));
        client.Send(content);
        client.Close();
    }

    private static string ReadPath(Socket client)
    {
        byte[] buffer = new byte[1024];
        int length = 0;
        do
        {
            length += client.Receive(buffer, length, buffer.Length - length, SocketFlags.None);
        }
        while (!Encoding.ASCII.GetString(buffer, 0, length).EndsWith("\r\n\r\n", StringComparison.Ordinal));
        return Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1];
    }

    private static byte[] Fetch()
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Connect(new IPEndPoint(IPAddress.Parse("192.168.7.1"), ServerPort));
        MemoryStream all = new();
        byte[] buffer = new byte[1024];
        for (int count = server.Receive(buffer); count > 0; count = server.Receive(buffer))
        {
            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    private static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i % 251);
        }

        return bytes;
    }
}
