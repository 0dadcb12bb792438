// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using NanoTcp.Simulation.Addresses;

namespace NanoTcp.HostSim.Tap;

/// <summary>Opens TAP interfaces, or says in one sentence why one cannot be used.</summary>
internal static unsafe class TapDevice
{
    private const nuint SetInterface = 0x400454CA;
    private const nuint SetOffload = 0x400454D0;
    private const short Tap = 0x0002;
    private const short NoPacketInformation = 0x1000;
    private const short VirtioHeaders = 0x4000;
    private const nuint OffloadChecksum = 1;
    private const nuint OffloadSegmentation = 2;

    /// <summary>The rule for names of interfaces.</summary>
    public static readonly string NameRule = $"1 to {HostInterface.NameSize - 1} letters, digits, '-', '_' or '.' without '-' at the start";

    /// <summary>Refuses what no interface can be called.</summary>
    public static void CheckName(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new TapException("TAP interfaces exist on Linux only.");
        }

        if (!IsName(name))
        {
            throw new TapException($"'{name}' is not the name of a network interface, {NameRule}.");
        }
    }

    /// <summary>Whether an interface can be called so. The kernel takes more, but such names are a trap for other programs.</summary>
    public static bool IsName(string name)
    {
        if (name.Length is 0 or >= HostInterface.NameSize || name is "." or ".." || name[0] == '-')
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

    /// <summary>Attaches to the interface, which is made if it is missing. Returns the file descriptor.</summary>
    /// <param name="offload">
    /// Whether a virtio header is in front of each frame. Then the kernel may deliver TCP segments that are longer than a frame and have an
    /// incomplete checksum. It also takes such segments.
    /// </param>
    public static int Attach(string name, IPv4Prefix stackAddress, bool offload)
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
        MemoryMarshal.Write(bytes[HostInterface.NameSize..], (short)(Tap | NoPacketInformation | (offload ? VirtioHeaders : 0)));

        // Headers belong to the open file. The offload setting belongs to the interface, and outlives a program that was killed.
        if (Libc.Ioctl(fd, SetInterface, request) < 0
            || Libc.Ioctl(fd, SetOffload, (void*)(offload ? OffloadChecksum | OffloadSegmentation : 0)) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            _ = Libc.Close(fd);
            throw Failure(name, stackAddress, error);
        }

        return fd;
    }

    /// <summary>Closes the file. Turns the kernel's offload off, in case the interface stays.</summary>
    public static void Detach(int fd)
    {
        _ = Libc.Ioctl(fd, SetOffload, null);
        _ = Libc.Close(fd);
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
