// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Simulation.Boards;

/// <summary>The counters of frames at a controller, by name.</summary>
internal static class ChipCounters
{
    public static (string Name, long Value)[] Of(W5500Counters counters)
    {
        return
        [
            ("frames_received", counters.FramesReceived),
            ("frames_sent", counters.FramesSent),
            ("dropped_full", counters.DroppedFull),
            ("dropped_filtered", counters.DroppedFiltered),
            ("dropped_closed", counters.DroppedClosed),
            ("dropped_link_down", counters.DroppedLinkDown),
            ("dropped_too_long", counters.DroppedTooLong),
            ("stalled_sends", counters.StalledSends),
        ];
    }

    public static (string Name, long Value)[] Of(Enc28J60Counters counters)
    {
        return
        [
            ("frames_received", counters.FramesReceived),
            ("frames_sent", counters.FramesSent),
            ("dropped_buffer_full", counters.DroppedBufferFull),
            ("dropped_count_full", counters.DroppedCountFull),
            ("dropped_by_filter", counters.DroppedByFilter),
            ("dropped_by_crc", counters.DroppedByCrc),
            ("dropped_by_length", counters.DroppedByLength),
            ("dropped_control", counters.DroppedControl),
            ("dropped_receiver_off", counters.DroppedReceiverOff),
            ("dropped_aborted", counters.DroppedAborted),
            ("transmit_aborts", counters.TransmitAborts),
            ("transmit_lost", counters.TransmitLost),
        ];
    }
}
