// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>Which frames a MACRAW socket takes: MFEN, BCASTB, MMB and MIP6B of Sn_MR; data sheet 4.2.</summary>
internal static class ReceiveFilter
{
    public static bool Accepts(int mode, ReadOnlySpan<byte> ownAddress, ReadOnlySpan<byte> frame)
    {
        if ((mode & SocketRegister.ModeBlockIPv6) != 0 && frame[12] == 0x86 && frame[13] == 0xDD)
        {
            return false;
        }

        ReadOnlySpan<byte> destination = frame[..6];
        if (!destination.ContainsAnyExcept((byte)0xFF))
        {
            return (mode & SocketRegister.ModeBlockBroadcast) == 0;
        }

        if ((destination[0] & 1) != 0)
        {
            // The groups of IPv6 have been seen to pass MMB.
            bool isIPv6Group = destination[0] == 0x33 && destination[1] == 0x33;
            return isIPv6Group || (mode & SocketRegister.ModeBlockMulticast) == 0;
        }

        return (mode & SocketRegister.ModeMacFilter) == 0 || destination.SequenceEqual(ownAddress);
    }
}
