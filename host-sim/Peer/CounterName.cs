// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Host;

namespace NanoTcp.HostSim.Peer;

/// <summary>How a counter is called outside: by its owner and what it counts.</summary>
internal static class CounterName
{
    /// <summary>FramesReceived of the stack becomes frames_received, SegmentsSent of TCP tcp_segments_sent.</summary>
    public static string Of(Enum counter)
    {
        string original = InFull(counter);
        StringBuilder name = new();
        for (int at = 0; at < original.Length; at++)
        {
            if (at > 0 && char.IsAsciiLetterUpper(original[at]) && !char.IsAsciiLetterUpper(original[at - 1]))
            {
                name.Append('_');
            }

            name.Append(char.ToLowerInvariant(original[at]));
        }

        return name.ToString();
    }

    /// <summary>As the documentation writes it: FramesReceived, TcpSegmentsSent.</summary>
    public static string InFull(Enum counter)
    {
        return counter.GetType().Name[..^nameof(Counter).Length] + counter;
    }
}
