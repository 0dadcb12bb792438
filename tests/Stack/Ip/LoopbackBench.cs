// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>One stack that reaches itself, in virtual time, and the test at the other end of its link.</summary>
internal sealed class LoopbackBench
{
    public const int Port = 80;

    public static readonly HostAddress Loopback = HostAddress.From(127, 0, 0, 1);

    public LoopbackBench(int frames = 4, ScriptedLink? link = null, bool hasAddress = true, Action<TcpOptions>? configure = null)
    {
        Link = link ?? new ScriptedLink(Frames.OwnMac);
        var options = new TcpOptions();
        configure?.Invoke(options);
        Stack = new NetworkStack(Link, new FixedEntropy(), new StackOptions());
        Tcp = new TcpTransport(Stack, options);
        Udp = new UdpTransport(Stack);
        Ip = new IPv4(Stack, new IPv4Options { LoopbackFrames = frames });
        if (hasAddress)
        {
            Ip.Configure(Frames.OwnHost, 24, new HostAddress(Frames.Peer));
        }

        Advance(5000);
        Link.Sent.Clear();
    }

    public ScriptedLink Link { get; }

    public NetworkStack Stack { get; }

    public TcpTransport Tcp { get; }

    public UdpTransport Udp { get; }

    public IPv4 Ip { get; }

    public long Now { get; private set; }

    /// <summary>Polls as often as the stack wants without a step of the clock.</summary>
    public void Settle()
    {
        for (int polls = 0; Math.Min(Stack.Poll(Now), Stack.Flush(Now)) <= Now; polls++)
        {
            Assert.True(polls < 1000, "the stack asks to be polled again and again");
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(long milliseconds)
    {
        long end = Now + milliseconds;
        while (true)
        {
            Settle();
            long next = Math.Min(Stack.Poll(Now), Stack.Flush(Now));
            if (next > end)
            {
                break;
            }

            Now = Math.Max(next, Now + 1);
        }

        Now = end;
    }

    /// <summary>Opens a connection to this host itself, and returns both ends.</summary>
    public (TcpConnection Client, TcpConnection Server) Connect(HostAddress address)
    {
        Assert.Equal(SocketError.Success, Tcp.Listen(Port, 1, out TcpListener? listener));
        Assert.Equal(SocketError.Success, Tcp.Connect(address, Port, 0, out TcpConnection? client));
        Settle();
        TcpConnection server = listener!.Accept()!;
        Assert.Equal(TcpState.Established, client!.State);
        Assert.Equal(TcpState.Established, server.State);
        return (client, server);
    }

    /// <summary>Everything that arrives at one end while the other sends.</summary>
    public byte[] Transfer(TcpConnection from, TcpConnection to, byte[] text)
    {
        using var received = new MemoryStream();
        byte[] buffer = new byte[1000];
        int sent = 0;
        for (int turn = 0; received.Length < text.Length; turn++)
        {
            Assert.True(turn < 100_000, $"only {received.Length} bytes of {text.Length} have arrived");
            sent += from.Send(text, sent, text.Length - sent, out _);
            Now = Math.Max(Now, Math.Min(Stack.Flush(Now), Stack.Poll(Now)));
            int length;
            while ((length = to.Receive(buffer, 0, buffer.Length, out _)) > 0)
            {
                received.Write(buffer, 0, length);
            }
        }

        return received.ToArray();
    }
}
