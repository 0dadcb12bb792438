// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>One TCP connection of the kernel's to the peer, blocking.</summary>
internal unsafe struct Client
{
    private static readonly uint s_address = BinaryPrimitives.ReadUInt32LittleEndian(IPAddress.Parse(TestNetwork.PeerAddress).GetAddressBytes());

    private int _fd;

    /// <summary>Connects, and returns when the connection is established.</summary>
    public static Client Open(int port)
    {
        Client client = Begin(port, 0);
        int on = 1;
        _ = Libc.SetOption(client._fd, Libc.IpProtoTcp, Libc.TcpNoDelay, &on, sizeof(int));
        return client;
    }

    /// <summary>Begins to connect, and does not wait: <see cref="AwaitConnected"/> does.</summary>
    public static Client Begin(int port)
    {
        return Begin(port, Libc.SockNonBlock);
    }

    public readonly void AwaitConnected()
    {
        Await(Libc.PollOut);
    }

    /// <summary>Changes how the kernel controls congestion. A namespace's setting would do for those only that the machine allows to all.</summary>
    public readonly void SetCongestionControl(string name)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(name);
        fixed (byte* start = bytes)
        {
            _ = Check(Libc.SetOption(_fd, Libc.IpProtoTcp, Libc.TcpCongestion, (int*)start, bytes.Length), $"The kernel does not do {name}");
        }
    }

    /// <summary>Sends all of it.</summary>
    public readonly void Send(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            nint sent;
            fixed (byte* start = data)
            {
                sent = Libc.Send(_fd, start, data.Length, Libc.MsgNoSignal);
            }

            data = data[(int)Check(sent)..];
        }
    }

    /// <summary>Returns what has come, 0 at the end.</summary>
    public readonly int Receive(Span<byte> room)
    {
        fixed (byte* start = room)
        {
            return (int)Check(Libc.Receive(_fd, start, room.Length, 0));
        }
    }

    /// <summary>Counts what has come and does not look at it, so that it need not be copied; 0 at the end.</summary>
    public readonly int Skip(int most)
    {
        byte nowhere;
        return (int)Check(Libc.Receive(_fd, &nowhere, most, Libc.MsgTruncate));
    }

    /// <summary>Waits until something has come. Returns false if that takes longer than a time.</summary>
    public readonly bool CanReceive(TimeSpan limit)
    {
        return Poll(Libc.PollIn, limit);
    }

    /// <summary>Waits until the kernel takes something to send. Returns false if that takes longer than a time.</summary>
    public readonly bool CanSend(TimeSpan limit)
    {
        return Poll(Libc.PollOut, limit);
    }

    /// <summary>Sends what the kernel takes of it at once. Returns how much that is.</summary>
    public readonly int Offer(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            return (int)Check(Libc.Send(_fd, start, data.Length, Libc.MsgNoSignal | Libc.MsgDoNotWait));
        }
    }

    /// <summary>How much of what the kernel took the peer has not acknowledged.</summary>
    public readonly int Unacknowledged()
    {
        int bytes;
        _ = Check(Libc.Ioctl(_fd, Libc.OutQueue, &bytes));
        return bytes;
    }

    /// <summary>Says that no more will be sent.</summary>
    public readonly void Finish()
    {
        _ = Check(Libc.Shutdown(_fd, Libc.ShutWrite));
    }

    /// <summary>Waits until the other end has finished too.</summary>
    public readonly void AwaitEnd()
    {
        Await(Libc.PollIn);
        if (Skip(1) != 0)
        {
            throw new BenchmarkException("The peer sent something where nothing was to come.");
        }
    }

    public readonly void Close()
    {
        _ = Libc.Close(_fd);
    }

    /// <summary>Closes it without sending what the kernel still has.</summary>
    public readonly void Abort()
    {
        int* atOnce = stackalloc int[] { 1, 0 };
        _ = Libc.SetOption(_fd, Libc.SolSocket, Libc.SoLinger, atOnce, 2 * sizeof(int));
        Close();
    }

    private static Client Begin(int port, int flags)
    {
        Client client = new() { _fd = (int)Check(Libc.Socket(Libc.AfInet, Libc.SockStream | Libc.SockCloExec | flags, 0)) };
        Libc.SocketAddress address = new()
        {
            Family = Libc.AfInet,
            PortBigEndian = BinaryPrimitives.ReverseEndianness((ushort)port),
            AddressBigEndian = s_address,
        };
        int result = Libc.Connect(client._fd, &address, sizeof(Libc.SocketAddress));
        if (result != 0 && Marshal.GetLastPInvokeError() != Libc.EInProgress)
        {
            _ = Check(result);
        }

        return client;
    }

    private readonly void Await(short events)
    {
        if (!Poll(events, TimeSpan.FromSeconds(10)))
        {
            throw new BenchmarkException("The peer does not answer.");
        }
    }

    private readonly bool Poll(short events, TimeSpan limit)
    {
        Libc.PollFd poll = new() { Fd = _fd, Events = events };
        return Check(Libc.Poll(&poll, 1, (int)limit.TotalMilliseconds)) != 0;
    }

    private static nint Check(nint result, string problem = "A connection to the peer failed")
    {
        return result >= 0 ? result : throw new BenchmarkException($"{problem}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }
}
