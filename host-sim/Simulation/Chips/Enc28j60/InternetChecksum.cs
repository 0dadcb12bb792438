// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The end of an Internet checksum, as the DMA engine, the self-test and the pattern match filter compute it.</summary>
internal static class InternetChecksum
{
    /// <summary>The ones' complement of the ones' complement sum.</summary>
    public static int Fold(long sum)
    {
        while (sum > 0xFFFF)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (int)sum ^ 0xFFFF;
    }
}
