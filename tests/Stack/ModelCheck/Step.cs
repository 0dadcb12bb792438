// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>One call of an application.</summary>
/// <param name="Name">The name in a report.</param>
/// <param name="IsPossible">Whether its time may have come.</param>
/// <param name="Do">Does it.</param>
internal sealed record Step(string Name, Func<Host, bool> IsPossible, Action<Host> Do)
{
    public const int Port = 80;
    public const int ClientPort = 2000;
    private const byte Byte = (byte)'x';

    public static readonly Step Listen = new("listen", _ => true, host =>
    {
        Assert.Equal(SocketError.Success, host.Tcp.Listen(Port, 1, out TcpListener? listener));
        host.Listener = listener;
    });

    public static readonly Step Accept = new("accept", host => host.Listener!.Pending(), host => host.Connection = host.Listener!.Accept());

    public static readonly Step CloseListener = new("close the listener", _ => true, host =>
    {
        host.Listener!.Close();
        host.Listener = null;
    });

    public static readonly Step Connect = new("connect", _ => true, host => host.Connection = Begin(host, Port, ClientPort));

    /// <summary>Each end from the port to which the other connects.</summary>
    public static readonly Step ConnectToPeer = new("connect", _ => true, host => host.Connection = Begin(host, Port, Port));

    public static readonly Step Send = new("send", host => host.Connection!.SendSpace > 0, host =>
    {
        Assert.Equal(1, host.Connection!.Send([Byte], 0, 1, out _));
        host.BytesSent++;
    });

    /// <summary>After the other end's FIN.</summary>
    public static readonly Step SendAtTheEnd = Send with { IsPossible = host => host.Connection!.SendSpace > 0 && HasEnded(host) };

    public static readonly Step Receive = new("receive", host => host.Connection!.Available > 0, host =>
    {
        byte[] buffer = new byte[2];
        Assert.Equal(1, host.Connection!.Receive(buffer, 0, buffer.Length, out _));
        Assert.Equal(Byte, buffer[0]);
        host.BytesReceived++;
    });

    public static readonly Step ShutdownSend = new("shutdown", IsOpen, host => Assert.Equal(SocketError.Success, host.Connection!.Shutdown(SocketShutdown.Send)));

    public static readonly Step CloseWhenOpen = new("close", IsOpen, Close);

    /// <summary>After the other end's FIN, or when the connection is lost.</summary>
    public static readonly Step CloseAtTheEnd = new("close", HasEnded, Close);

    public static readonly Step CloseAnyTime = new("close", _ => true, Close);

    public static readonly Step AbortWhenOpen = new("abort", IsOpen, host =>
    {
        host.Connection!.Abort();
        host.Connection = null;
    });

    /// <summary>Whether the script may end before it: what it waits for need not come.</summary>
    public bool IsOptional { get; init; }

    private static TcpConnection Begin(Host host, int port, int localPort)
    {
        Assert.Equal(SocketError.Success, host.Tcp.Connect(new HostAddress(host.Other), port, localPort, out TcpConnection? connection));
        return connection!;
    }

    private static bool IsOpen(Host host)
    {
        return host.Connection!.State is TcpState.Established or TcpState.CloseWait;
    }

    private static bool HasEnded(Host host)
    {
        return host.Connection!.Peek(new byte[1], 0, 1, out SocketError error) == 0 && error != SocketError.WouldBlock;
    }

    private static void Close(Host host)
    {
        host.Connection!.Close();
        host.Connection = null;
    }
}
