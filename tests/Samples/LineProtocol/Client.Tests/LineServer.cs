// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LineProtocol.Tests;

/// <summary>The server's part in the tests. It remembers all lines, and serves one client after the other.</summary>
internal sealed class LineServer
{
    public const int Port = 4000;

    /// <summary>The lines so far.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What it answers to each line; null: nothing.</summary>
    public string? Answer { get; set; } = "ok";

    public void Run()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, Port));
        listener.Listen(1);
        while (true)
        {
            using Socket client = listener.Accept();
            Serve(client);
        }
    }

    private void Serve(Socket client)
    {
        byte[] buffer = new byte[256];
        string text = "";
        int length;
        while ((length = client.Receive(buffer)) > 0)
        {
            text += Encoding.UTF8.GetString(buffer, 0, length);
            for (int end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n'))
            {
                Lines.Add(text[..end]);
                text = text[(end + 1)..];
                if (Answer != null)
                {
                    client.Send(Encoding.UTF8.GetBytes(Answer + "\n"));
                }
            }
        }
    }
}
