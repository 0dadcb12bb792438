// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using NanoTcp.HostSim.Platform;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Tap;

/// <summary>
/// A Linux TAP interface as the stack's Ethernet controller: the stack is the station at the other end of the cable that is plugged into
/// the interface. Frames go between the file descriptor and the frame buffer without a copy.
/// </summary>
internal sealed unsafe class TapLink : EthernetLink, IDisposable
{
    /// <summary>Header and payload of the longest frame, without a check sequence: TAP carries none.</summary>
    public const int MaxFrame = 1514;

    private const nuint SetInterface = 0x400454CA;
    private const short Tap = 0x0002;
    private const short NoPacketInformation = 0x1000;

    private readonly string _name;
    private readonly HostInterface _host;
    private readonly FrameBuffer _received = new(MaxFrame);
    private bool _up;

    private TapLink(string name, byte[] mac, int fd, HostInterface host, bool created)
        : base(mac)
    {
        _name = name;
        Fd = fd;
        _host = host;
        Created = created;
    }

    /// <summary>Whether the interface was missing, so that it vanishes again when this link is disposed.</summary>
    public bool Created { get; }

    /// <summary>The file descriptor: readable when a frame has arrived.</summary>
    public int Fd { get; private set; }

    /// <summary>Frames dropped because they were longer than <see cref="MaxFrame"/>.</summary>
    public int Oversized { get; private set; }

    /// <summary>
    /// Whether the host's end is up. A host that takes it down is noticed when a frame is sent; while it is down the interface is asked each time.
    /// </summary>
    public override bool IsUp => _up || (_up = _host.IsUp);

    /// <summary>
    /// Opens an interface. One that exists is taken as it is; a missing one is made, its host's end gets the address next to the stack's and is
    /// brought up.
    /// </summary>
    /// <exception cref="TapException">It cannot be used. Nothing is left behind.</exception>
    public static TapLink Open(string name, byte[] mac, IPv4Prefix stackAddress)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new TapException("TAP interfaces exist on Linux only.");
        }

        if (!IsName(name))
        {
            throw new TapException($"'{name}' is not the name of a network interface: it has 1 to {HostInterface.NameSize - 1} letters, digits, '-', '_' or '.'.");
        }

        if (IsHostsOwn(stackAddress.Address))
        {
            throw new TapException($"{IPv4Address.ToString(stackAddress.Address)} is an address of this machine itself: the stack needs one of its own.");
        }

        HostInterface host = new(name);
        bool exists = host.Exists;
        int fd = -1;
        try
        {
            fd = Attach(name, stackAddress);
            TapLink link = new(name, mac, fd, host, created: !exists);
            if (link.Created)
            {
                host.Configure(stackAddress.Neighbour.Address, stackAddress.Length);
            }

            return link;
        }
        catch (TapException)
        {
            if (fd >= 0)
            {
                _ = Libc.Close(fd);
            }

            host.Dispose();
            throw;
        }
    }

    public override FrameBuffer? Receive()
    {
        FrameBuffer frame = _received;
        while (true)
        {
            nint length;
            fixed (byte* start = &frame.Data[FrameBuffer.HeadRoom])
            {
                length = Libc.Read(Fd, start, MaxFrame + FrameBuffer.TailRoom);
            }

            if (length > MaxFrame)
            {
                Oversized++;
            }
            else if (length >= 0)
            {
                _up = true;
                frame.Offset = FrameBuffer.HeadRoom;
                frame.Length = (int)length;
                Pad(frame);
                return frame;
            }
            else
            {
                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.EIntr:
                        break;
                    case Libc.EAgain:
                        return null;
                    case Libc.EIo or Libc.ENetDown:
                        _up = false;
                        return null;
                    default:
                        throw Lost();
                }
            }
        }
    }

    public override bool CanTransmit()
    {
        return true;
    }

    public override bool Transmit(FrameBuffer frame)
    {
        while (true)
        {
            nint length;
            fixed (byte* start = &frame.Data[frame.Offset])
            {
                length = Libc.Write(Fd, start, frame.Length);
            }

            if (length >= 0)
            {
                return true;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Libc.EIntr:
                    break;
                case Libc.EAgain or Libc.ENoBufs or Libc.ENoMem:
                    return false;
                case Libc.EIo or Libc.ENetDown:
                    // The cable is unplugged: as on a real one the frame is lost, and no one is told.
                    _up = false;
                    return true;
                default:
                    throw Lost();
            }
        }
    }

    /// <summary>The interface failed while it was in use: for an unknown reason, or because somebody removed it.</summary>
    public IOException Lost()
    {
        return new IOException($"The TAP interface {_name} failed or was removed.");
    }

    public void Dispose()
    {
        if (Fd >= 0)
        {
            _ = Libc.Close(Fd);
            Fd = -1;
        }

        _host.Dispose();
    }

    // The kernel leaves that to the network card, of which there is none; a controller takes anything shorter for a broken frame.
    private static void Pad(FrameBuffer frame)
    {
        if (frame.Length < EthernetHeader.MinFrame)
        {
            Array.Clear(frame.Data, frame.Offset + frame.Length, EthernetHeader.MinFrame - frame.Length);
            frame.Length = EthernetHeader.MinFrame;
        }
    }

    private static bool IsName(string name)
    {
        if (name.Length is 0 or >= HostInterface.NameSize || name is "." or "..")
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-' && c != '_' && c != '.')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHostsOwn(uint address)
    {
        string text = IPv4Address.ToString(address);
        return NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(candidate => candidate.GetIPProperties().UnicastAddresses)
            .Any(unicast => unicast.Address.ToString() == text);
    }

    private static int Attach(string name, IPv4Prefix stackAddress)
    {
        int fd = Libc.Open("/dev/net/tun", Libc.ORdwr | Libc.ONonBlock | Libc.OCloExec);
        if (fd < 0)
        {
            throw Failure(name, stackAddress, Marshal.GetLastPInvokeError());
        }

        byte* request = stackalloc byte[HostInterface.RequestSize];
        Span<byte> bytes = new(request, HostInterface.RequestSize);
        bytes.Clear();
        HostInterface.PutName(bytes, name);
        MemoryMarshal.Write(bytes[HostInterface.NameSize..], (short)(Tap | NoPacketInformation));
        if (Libc.Ioctl(fd, SetInterface, request) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            _ = Libc.Close(fd);
            throw Failure(name, stackAddress, error);
        }

        return fd;
    }

    private static TapException Failure(string name, IPv4Prefix stackAddress, int error)
    {
        return new TapException(error switch
        {
            Libc.EPerm or Libc.EAccess => $"No permission to open the TAP interface {name}: start this with sudo, or make the interface once with "
                + $"\"sudo ip tuntap add dev {name} mode tap user $USER && sudo ip addr add {stackAddress.Neighbour} dev {name} && sudo ip link set {name} up\".",
            Libc.EBusy => $"The TAP interface {name} is in use by another program.",
            Libc.EInval => $"{name} exists but is not a TAP interface with one queue.",
            Libc.ENoEnt or Libc.ENoDev => "This machine has no /dev/net/tun: \"sudo modprobe tun\" may give it one.",
            _ => $"The TAP interface {name} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}.",
        });
    }
}
