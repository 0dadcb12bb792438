// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

// The options of its segments, and the urgent pointer.
internal sealed partial class Conversation
{
    private const int MostBlocks = 4;

    private readonly HashSet<uint> _stampsReceived = [];
    private bool _ownStamps;
    private bool _peerStamps;
    private bool _hasSentStamp;
    private uint _lastStamp;
    private uint _lastEcho;

    private void NoteTimestamp(in TcpSegment segment)
    {
        if (segment.HasTimestamps)
        {
            _stampsReceived.Add(segment.Timestamp);
        }
    }

    private void CheckTimestamp(in TcpSegment segment)
    {
        if (_isUncertain || !_isReceiving)
        {
            return;
        }

        bool isAgreed = _ownStamps && _peerStamps;
        if (segment.HasTimestamps != isAgreed)
        {
            throw new SoakViolationException(SoakInvariant.Timestamp, isAgreed ? "a segment has no timestamps" : "a segment has timestamps that were not agreed on");
        }

        if (!isAgreed)
        {
            return;
        }

        if (!_stampsReceived.Contains(segment.TimestampEcho))
        {
            throw new SoakViolationException(SoakInvariant.Timestamp, "a timestamp is echoed that has not arrived");
        }

        if (_hasSentStamp && ((int)(segment.Timestamp - _lastStamp) < 0 || (int)(segment.TimestampEcho - _lastEcho) < 0))
        {
            throw new SoakViolationException(SoakInvariant.Timestamp, "a timestamp or its echo goes back");
        }

        _hasSentStamp = true;
        _lastStamp = segment.Timestamp;
        _lastEcho = segment.TimestampEcho;
    }

    private void CheckSelectiveAcknowledgments(byte[] data, in TcpSegment segment, bool hasLost)
    {
        if (segment.SackBlocks < 0 || _isUncertain || _received.HasOverflowed || !_isReceiving)
        {
            return;
        }

        if (!_ownPermitsSack || !_peerPermitsSack || segment.SackCount is 0 or > MostBlocks)
        {
            throw new SoakViolationException(SoakInvariant.SelectiveAcknowledgment, $"{segment.SackCount} blocks, not as agreed on");
        }

        for (int i = 0; i < segment.SackCount; i++)
        {
            uint start = BigEndian.ReadUInt32(data, segment.SackBlocks + 8 * i);
            uint end = BigEndian.ReadUInt32(data, segment.SackBlocks + 8 * i + 4);
            if ((int)(end - start) <= 0 || !_received.Contains(_irs + 1, start, end))
            {
                if (hasLost)
                {
                    // A segment that was lost inside may have opened the window for it.
                    _isUncertain = true;
                    return;
                }

                throw new SoakViolationException(SoakInvariant.SelectiveAcknowledgment, $"block {i}, {start - _irs} to {end - _irs}, has not arrived");
            }

            // The first block may report text that came twice.
            if ((int)(start - segment.Acknowledgment) <= 0 && (i > 0 || (int)(end - segment.Acknowledgment) > 0))
            {
                throw new SoakViolationException(SoakInvariant.SelectiveAcknowledgment, $"block {i}, {start - _irs} to {end - _irs}, is acknowledged by {segment.Acknowledgment - _irs} already");
            }
        }
    }

    private void CheckUrgent(in TcpSegment segment)
    {
        if (!segment.Has(TcpHeader.Urg))
        {
            return;
        }

        int position = (int)(segment.Sequence - Iss) - 1;
        int end = position + segment.Urgent + 1;

        // A segment that waited in the host for a MAC address may be older than the last urgent text.
        if (Stream == null || end > Stream.UrgentEnd)
        {
            throw new SoakViolationException(SoakInvariant.Urgent, $"the urgent pointer at {position} is {segment.Urgent}, but urgent text ends at {Stream?.UrgentEnd ?? 0}");
        }
    }
}
