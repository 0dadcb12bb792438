// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;

namespace NanoTcp.Meter.Scenarios;

/// <summary>The loop of the firmware with all its services, in traffic: what a turn costs that finds nothing, and one that finds a frame.</summary>
internal static class Firmware
{
    private const int WarmUp = 4;
    private const int Repetitions = 16;
    private const int FrameTime = 2;
    private const int ClockStep = 10;

    /// <summary>A frame, turns that find nothing, and a turn after the clock has moved on.</summary>
    public static IEnumerable<string?> Loop(Board? board)
    {
        if (board == null)
        {
            yield break;
        }

        MeteredNode node = new(board);
        FarHost host = new(node.Mac, node.Cable);
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            node.Cable.Arrive(host.ArpRequest());
            node.Pass(FrameTime);
            node.Round();
            yield return i < WarmUp ? null : "turn of the loop that answers an ARP request";

            // What the controller does after a transmission.
            node.Pass(FrameTime);
            node.Round();
            yield return null;
            node.Round();
            yield return i < WarmUp ? null : "turn of the loop that finds nothing";
            node.Pass(ClockStep);
            yield return null;
            node.Round();
            yield return i < WarmUp ? null : "the same, after a step of the clock";
        }
    }
}
