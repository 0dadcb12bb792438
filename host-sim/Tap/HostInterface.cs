// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Tap;

/// <summary>The host's end of a TAP interface. It uses ioctls on a socket, as ifconfig did, so that no other program is needed.</summary>
internal sealed unsafe class HostInterface : IDisposable
{
    /// <summary>Bytes of an interface's name in struct ifreq, the closing zero included.</summary>
    public const int NameSize = 16;

    /// <summary>Bytes of struct ifreq: the name and a union.</summary>
    public const int RequestSize = 40;

    private const nuint GetFlags = 0x8913;
    private const nuint SetFlags = 0x8914;
    private const nuint SetAddress = 0x8916;
    private const nuint SetNetmask = 0x891C;
    private const short FlagUp = 1;

    private readonly string _name;
    private readonly byte[] _request = new byte[RequestSize];
    private int _socket;

    public HostInterface(string name)
    {
        _name = name;
        PutName(_request, name);
        _socket = Libc.Socket(Libc.AfInet, Libc.SockDgram | Libc.SockCloExec, 0);
        if (_socket < 0)
        {
            throw new TapException($"The interface {name} cannot be configured: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>Whether an interface of that name exists, of whatever kind.</summary>
    public bool Exists => TryGetFlags(out _);

    /// <summary>Whether the host has brought its end up. Does not allocate.</summary>
    public bool IsUp => TryGetFlags(out short flags) && (flags & FlagUp) != 0;

    /// <summary>Whether an address is one of the host's own: then a socket can be bound to it. To be asked once.</summary>
    public bool IsHostsOwn(uint address)
    {
        // In a network namespace that has no address yet, and where the administrator wants it so, any address can be bound, even one that nobody has.
        const uint nobodysAddress = 0xF0000001;
        return !CanBind(nobodysAddress) && CanBind(address);
    }

    public static void PutName(Span<byte> request, string name)
    {
        request[..NameSize].Clear();
        Encoding.ASCII.GetBytes(name, request[..(NameSize - 1)]);
    }

    /// <summary>Gives the host's end its address and brings it up.</summary>
    public void Configure(uint address, int prefixLength)
    {
        PutAddress(address);
        Change(SetAddress);
        PutAddress(IPv4Address.Mask(prefixLength));
        Change(SetNetmask);
        if (!TryGetFlags(out short flags))
        {
            throw Failure();
        }

        MemoryMarshal.Write(_request.AsSpan(NameSize), (short)(flags | FlagUp));
        Change(SetFlags);
    }

    public void Dispose()
    {
        if (_socket >= 0)
        {
            _ = Libc.Close(_socket);
            _socket = -1;
        }
    }

    private bool TryGetFlags(out short flags)
    {
        bool known = Call(GetFlags);
        flags = known ? MemoryMarshal.Read<short>(_request.AsSpan(NameSize)) : (short)0;
        return known;
    }

    private bool CanBind(uint address)
    {
        const int socketAddressSize = 16;
        PutAddress(address);
        fixed (byte* argument = &_request[NameSize])
        {
            return Libc.Bind(_socket, argument, socketAddressSize) == 0;
        }
    }

    private void PutAddress(uint address)
    {
        Span<byte> socketAddress = _request.AsSpan(NameSize);
        socketAddress.Clear();
        MemoryMarshal.Write(socketAddress, (short)Libc.AfInet);
        BinaryPrimitives.WriteUInt32BigEndian(socketAddress[4..], address);
    }

    private void Change(nuint request)
    {
        if (!Call(request))
        {
            throw Failure();
        }
    }

    private bool Call(nuint request)
    {
        fixed (byte* argument = _request)
        {
            return Libc.Ioctl(_socket, request, argument) >= 0;
        }
    }

    private TapException Failure()
    {
        return new TapException($"The host's end of {_name} cannot be configured: {Marshal.GetLastPInvokeErrorMessage()}.");
    }
}
