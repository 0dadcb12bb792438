// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;

namespace NanoTcp.Simulation.Addresses;

/// <summary>Between the address objects of the stack's calls and the numbers that stand in frames, as <see cref="NanoTcp.Wire.IPv4Address"/> has them.</summary>
public static class HostAddresses
{
    public static HostAddress ToHostAddress(this uint address)
    {
        return HostAddress.From((byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address);
    }

    public static uint ToIPv4(this HostAddress address)
    {
        byte[] bytes = new byte[4];
        address.CopyTo(bytes, 0);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
