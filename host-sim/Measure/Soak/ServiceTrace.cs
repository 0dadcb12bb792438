// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Measure.Fuzz;
using NanoTcp.Simulation.Trace;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>Checks every frame that was sent, unless the wire has broken it, and writes it down if wanted.</summary>
internal sealed class ServiceTrace(Func<int, byte[]> macOf, Action<string>? writeLine) : IFrameObserver
{
    /// <inheritdoc/>
    public void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate)
    {
        if (writeLine != null)
        {
            FrameDecoder.TryDescribe(data, offset, length, out string text);
            string fateText = fate == FrameFate.Delivered ? "" : $" [{fate.ToString().ToLowerInvariant()}]";
            writeLine(string.Create(CultureInfo.InvariantCulture, $"{now / 1000.0,9:F3} port {fromPort}: {text}{fateText}"));
        }

        if ((fate & FrameFate.Corrupted) == 0)
        {
            try
            {
                SentChecker.Check(data, offset, WithoutPadding(data, offset, length), macOf(fromPort));
            }
            catch (FuzzViolationException found)
            {
                throw new SoakViolationException(SoakInvariant.Checksum, $"port {fromPort}: {found.Message}", found);
            }
        }
    }

    private static int WithoutPadding(byte[] data, int offset, int length)
    {
        bool isArp = BigEndian.ReadUInt16(data, offset + EthernetHeader.EtherType) == EthernetHeader.TypeArp;
        return length > EthernetHeader.MinFrame ? length
            : EthernetHeader.Length + (isArp ? ArpPacket.Length : BigEndian.ReadUInt16(data, offset + EthernetHeader.Length + IPv4Header.TotalLength));
    }
}
