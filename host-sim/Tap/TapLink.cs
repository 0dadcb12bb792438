// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Runtime.InteropServices;
using NanoTcp.Link;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Tap;

/// <summary>
/// A Linux TAP interface as the stack's Ethernet controller. The stack is the station at the other end of the interface's cable. Frames go between
/// the file descriptor and the frame buffer without a copy.
/// </summary>
internal sealed unsafe class TapLink : EthernetLink, IDisposable
{
    /// <summary>Header and payload of the longest frame, without a check sequence: TAP carries none.</summary>
    public const int MaxFrame = 1514;

    /// <summary>The longest frame with offload: an IPv4 packet cannot be longer.</summary>
    public const int MaxOffloadFrame = EthernetHeader.Length + 65535;

    /// <summary>Milliseconds between two checks whether the interface is up.</summary>
    private const int LookInterval = 200;

    private readonly string _name;
    private readonly HostInterface _host;
    private readonly FrameBuffer[] _frames;
    private readonly TapBatch? _batch;
    private readonly int _headerSize;
    private readonly bool _sums;
    private bool _waiting;
    private bool _up;

    private TapLink(string name, byte[] mac, int fd, HostInterface host, bool created, bool offload, bool sums, bool batch)
        : base(mac, offload || sums, offload ? MaxOffloadFrame : MaxFrame, gathersText: offload)
    {
        _name = name;
        Fd = fd;
        _host = host;
        Created = created;
        _headerSize = offload ? VirtioHeader.Size : 0;
        _sums = sums && !offload;
        _batch = batch ? TapBatch.TryCreate(fd, MaxTransmit, _headerSize) : null;
        _frames = _batch?.Frames ?? [new FrameBuffer(MaxTransmit)];
    }

    /// <summary>Whether this link has made the interface. Then the interface vanishes when the link is disposed.</summary>
    public bool Created { get; }

    /// <summary>The file descriptor: readable when a frame has arrived.</summary>
    public int Fd { get; private set; }

    /// <summary>Frames dropped because they were longer than the longest.</summary>
    public int Oversized { get; private set; }

    /// <summary>Frames to send that the kernel did not take for want of memory, and of which the stack could not be told.</summary>
    public int Dropped => _batch?.Dropped ?? 0;

    /// <summary>Frames received, whatever became of them. A caller compares it with an earlier value, to see whether there were any.</summary>
    public int FramesRead { get; private set; }

    /// <summary>
    /// Whether the host's end is up. <see cref="Poll"/> or a frame notices when the host takes it down. While it is down the interface is checked
    /// each time.
    /// </summary>
    public override bool IsUp => _up || (_up = _host.IsUp);

    /// <summary>
    /// Opens an interface. An existing interface is used as it is. A missing one is made, and its host's end gets an address beside the stack's and
    /// is brought up.
    /// </summary>
    /// <param name="offload">
    /// Whether the kernel and the stack leave checksums and the cutting of long segments to each other. Frames are then fewer and longer, also in a
    /// capture on the interface.
    /// </param>
    /// <param name="sums">Whether, without offload, the link computes the TCP checksums instead of the stack.</param>
    /// <param name="batch">
    /// Whether frames are read ahead and written a little later while they come without a pause, if the kernel supports it. A sent frame may then
    /// wait for the next call of <see cref="Receive"/>.
    /// </param>
    /// <exception cref="TapException">It cannot be used. Nothing is left behind.</exception>
    public static TapLink Open(string name, byte[] mac, IPv4Prefix stackAddress, bool offload = false, bool sums = false, bool batch = false)
    {
        TapDevice.CheckName(name);
        HostInterface host = new(name);
        bool exists = host.Exists;
        int fd = -1;
        try
        {
            if (host.IsHostsOwn(stackAddress.Address))
            {
                throw new TapException($"{IPv4Address.ToString(stackAddress.Address)} is an address of this machine itself: the stack needs one of its own.");
            }

            fd = TapDevice.Attach(name, stackAddress, offload);
            if (!exists)
            {
                host.Configure(stackAddress.Neighbour.Address, stackAddress.Length);
            }

            return new TapLink(name, mac, fd, host, created: !exists, offload, sums, batch) { _up = host.IsUp };
        }
        catch (TapException)
        {
            if (fd >= 0)
            {
                TapDevice.Detach(fd);
            }

            host.Dispose();
            throw;
        }
    }

    public override FrameBuffer? Receive()
    {
        if (!_waiting && !Read())
        {
            return null;
        }

        _waiting = false;
        return _frames[_batch?.Current ?? 0];
    }

    /// <summary>
    /// Spins until a frame has come, or until the time is over (in ticks of <see cref="Stopwatch"/>). The frame waits for <see cref="Receive"/>.
    /// </summary>
    public bool Spin(long ticks)
    {
        long end = Stopwatch.GetTimestamp() + ticks;
        while (!_waiting)
        {
            _waiting = Read();
            if (!_waiting && Stopwatch.GetTimestamp() >= end)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Asks the interface whether its host has it up.</summary>
    public override long Poll(long now)
    {
        _up = _host.IsUp;
        return now + LookInterval;
    }

    public override bool CanTransmit()
    {
        return IsUp;
    }

    public override bool Transmit(FrameBuffer frame)
    {
        int headerSize = _headerSize;
        if (headerSize > 0)
        {
            VirtioHeader.Write(frame);
        }
        else if (_sums)
        {
            SegmentChecksum.Complete(frame);
        }

        fixed (byte* start = &frame.Data[frame.Offset - headerSize])
        {
            int length = headerSize + frame.Length;
            if (frame.SegmentSize > 0)
            {
                _batch?.Flush();
                return Gather(start, length, Text!);
            }

            return (_batch is { IsOn: true } batch && batch.TryWrite(start, length)) || Write(start, length);
        }
    }

    /// <summary>The interface failed while in use, or somebody removed it.</summary>
    public IOException Lost()
    {
        return new IOException($"The TAP interface {_name} failed or was removed.");
    }

    public void Dispose()
    {
        if (Fd >= 0)
        {
            _batch?.Flush();
            _batch?.Dispose();
            TapDevice.Detach(Fd);
            Fd = -1;
        }

        _host.Dispose();
    }

    // Sends headers, and text from its ring in one or two pieces.
    private bool Gather(byte* start, int length, RingText text)
    {
        int piece = Math.Min(text.Length, text.Ring.Length - text.Offset);
        fixed (byte* ring = text.Ring)
        {
            Libc.Piece* pieces = stackalloc Libc.Piece[]
            {
                new() { Start = start, Length = length - text.Length },
                new() { Start = ring + text.Offset, Length = piece },
                new() { Start = ring, Length = text.Length - piece },
            };
            return Write(pieces, text.Length > piece ? 3 : 2);
        }
    }

    private bool Write(byte* start, int length)
    {
        Libc.Piece piece = new() { Start = start, Length = length };
        return Write(&piece, 1);
    }

    private bool Write(Libc.Piece* pieces, int count)
    {
        while ((count == 1 ? Libc.WriteAtOnce(Fd, pieces->Start, pieces->Length) : Libc.WriteAtOnce(Fd, pieces, count)) < 0)
        {
            switch (Marshal.GetLastSystemError())
            {
                case Libc.EIntr:
                    break;
                case Libc.EAgain or Libc.ENoBufs or Libc.ENoMem:
                    return false;
                case Libc.EIo or Libc.ENetDown:
                    // The cable is unplugged.
                    SetDown();
                    return false;
                default:
                    throw Lost();
            }
        }

        return true;
    }

    // Fills a frame buffer with the next frame. False when there is none.
    private bool Read()
    {
        while (true)
        {
            int result = _batch is { IsOn: true } batch ? batch.Read() : ReadOne();
            int length = result - _headerSize;
            if (length > MaxTransmit)
            {
                Oversized++;
            }
            else if (length >= 0)
            {
                Take(_frames[_batch?.Current ?? 0], length);
                return true;
            }
            else
            {
                switch (-result)
                {
                    case Libc.EIntr:
                        break;
                    case Libc.EAgain:
                        return false;
                    case Libc.EIo or Libc.ENetDown:
                        SetDown();
                        return false;
                    default:
                        throw Lost();
                }
            }
        }
    }

    private void SetDown()
    {
        _up = false;
        Due = 0;
    }

    // The bytes of the next frame, with the header before it, or a negated error.
    private int ReadOne()
    {
        nint result;
        fixed (byte* start = &_frames[0].Data[FrameBuffer.HeadRoom - _headerSize])
        {
            result = Libc.ReadAtOnce(Fd, start, _headerSize + MaxTransmit + FrameBuffer.TailRoom);
        }

        _batch?.Note(result);
        return result >= 0 ? (int)result : -Marshal.GetLastSystemError();
    }

    private void Take(FrameBuffer frame, int length)
    {
        _up = true;
        FramesRead++;
        frame.Offset = FrameBuffer.HeadRoom;
        frame.Length = length;
        frame.ChecksumVerified = _headerSize > 0 ? VirtioHeader.VouchesForChecksum(frame) : _sums && SegmentChecksum.IsRight(frame);
        Pad(frame);
    }

    // The kernel leaves padding to the network card, but there is none here. A controller takes a shorter frame for a broken one.
    private static void Pad(FrameBuffer frame)
    {
        if (frame.Length < EthernetHeader.MinFrame)
        {
            Array.Clear(frame.Data, frame.Offset + frame.Length, EthernetHeader.MinFrame - frame.Length);
            frame.Length = EthernetHeader.MinFrame;
        }
    }
}
