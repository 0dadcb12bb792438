// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using System.Text;
using NanoTcp.Benchmarks.Tap;

namespace NanoTcp.Benchmarks.Loss;

/// <summary>
/// A wire of 20 ms and 25 Mbit/s between two networks: a TAP interface is the kernel's end, a packet socket on the peer's interface the other.
/// A thread carries the frames. The kernel can do as much (netem), but not every kernel has that.
/// </summary>
internal sealed unsafe class LossyWire : IDisposable
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(20);

    private readonly int _kernelEnd;
    private readonly int _peerEnd;
    private readonly WireLane _toPeer;
    private readonly WireLane _toKernel;
    private readonly Thread _thread;
    private volatile bool _isLossy;
    private volatile bool _isRemoved;

    /// <summary>Makes a wire that loses nothing yet. The calling thread is in the kernel's network then.</summary>
    public LossyWire(TestNetwork kernel, TestNetwork peer, double loss, int seed)
    {
        peer.Enter();
        _peerEnd = OpenPacketSocket();
        kernel.Enter();
        _kernelEnd = OpenTap();
        _toPeer = new WireLane(_kernelEnd, _peerEnd, loss, 2 * seed);
        _toKernel = new WireLane(_peerEnd, _kernelEnd, loss, 2 * seed + 1);
        _thread = new Thread(Carry);
        _thread.Start();
    }

    /// <summary>From now on frames get lost.</summary>
    public void BeginLosing()
    {
        _isLossy = true;
    }

    public void Dispose()
    {
        _isRemoved = true;
        _thread.Join();
        _ = Libc.Close(_kernelEnd);
        _ = Libc.Close(_peerEnd);
    }

    private static int OpenTap()
    {
        // A name of 16 bytes, flags (a TAP interface; nothing in front of a frame), and what else the kernel's structure has room for.
        Span<byte> request = stackalloc byte[40];
        request.Clear();
        Encoding.ASCII.GetBytes(TestNetwork.Interface, request);
        const short tapWithoutInformation = 0x1002;
        MemoryMarshal.Write(request[16..], tapWithoutInformation);
        int fd = Check(Libc.Open("/dev/net/tun", Libc.OReadWrite | Libc.ONonBlock | Libc.SockCloExec));
        fixed (byte* start = request)
        {
            Check(Libc.Ioctl(fd, Libc.TunSetInterface, start));
        }

        return fd;
    }

    private static int OpenPacketSocket()
    {
        const ushort everythingBigEndian = 0x0300;
        int fd = Check(Libc.Socket(Libc.AfPacket, Libc.SockRaw | Libc.SockNonBlock | Libc.SockCloExec, everythingBigEndian));
        Libc.LinkAddress address = new()
        {
            Family = Libc.AfPacket,
            ProtocolBigEndian = everythingBigEndian,
            Interface = Libc.InterfaceIndex(TestNetwork.Interface),
        };
        Check(Libc.Bind(fd, &address, sizeof(Libc.LinkAddress)));

        // Its own frames must not come back.
        int on = 1;
        Check(Libc.SetOption(fd, Libc.SolPacket, Libc.PacketIgnoreOutgoing, &on, sizeof(int)));
        return fd;
    }

    private static int Check(int result)
    {
        return result >= 0 ? result : throw new BenchmarkException($"The wire cannot be made: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    private void Carry()
    {
        // Its priority is above that of the senders, because a wire is never late.
        OwnThread.TakePriority(2);
        Libc.PollFd* ends = stackalloc Libc.PollFd[]
        {
            new() { Fd = _kernelEnd, Events = Libc.PollIn },
            new() { Fd = _peerEnd, Events = Libc.PollIn },
        };
        while (!_isRemoved)
        {
            bool isLossy = _isLossy;
            _toPeer.Take(isLossy);
            _toKernel.Take(isLossy);
            _toPeer.Deliver();
            _toKernel.Deliver();
            TimeSpan next = _toPeer.NextArrival < _toKernel.NextArrival ? _toPeer.NextArrival : _toKernel.NextArrival;
            long ticks = Math.Clamp((next - WireLane.Now).Ticks, 0, s_longestWait.Ticks);
            Libc.TimeSpec wait = new() { Nanoseconds = (nint)(ticks * TimeSpan.NanosecondsPerTick) };
            _ = Libc.PollPrecisely(ends, 2, &wait, null);
        }
    }
}
