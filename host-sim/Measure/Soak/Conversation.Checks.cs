// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

// The rules for each segment that the stack sends, except those for options.
internal sealed partial class Conversation
{
    /// <summary>The bytes of timestamps in a segment, with the padding in front of them (RFC 7323, appendix A).</summary>
    private const int TimestampsLength = 12;

    private void CheckSequence(in TcpSegment segment, bool hasLost)
    {
        if ((int)(segment.Sequence - Iss) < 0)
        {
            throw new SoakViolationException(SoakInvariant.Sequence, "a segment starts before the initial sequence number");
        }

        int gap = (int)(segment.Sequence - SentEnd);
        if (gap > 0 && !hasLost)
        {
            throw new SoakViolationException(SoakInvariant.Sequence, $"a segment starts {gap} beyond all that was sent");
        }
    }

    private void CheckText(byte[] data, in TcpSegment segment, bool isSureOfSyn)
    {
        if (segment.Length == 0)
        {
            return;
        }

        int position = (int)(segment.Sequence - Iss) - 1;
        if (Stream == null || position < 0 || position + segment.Length > Stream.Written)
        {
            throw new SoakViolationException(SoakInvariant.Content, $"{segment.Length} bytes of text at {position}, but the application has written {Stream?.Written ?? 0}");
        }

        if (!Stream.Matches(data.AsSpan(segment.Text, segment.Length), position))
        {
            throw new SoakViolationException(SoakInvariant.Content, $"the {segment.Length} bytes of text at {position} are not what the application has written");
        }

        int options = segment.HasTimestamps ? TimestampsLength : 0;
        if (options + segment.Length > _peerMss && isSureOfSyn)
        {
            throw new SoakViolationException(SoakInvariant.SegmentSize, $"{segment.Length} bytes of text and {options} of options for an end that takes {_peerMss}");
        }

        int beyond = (int)(segment.Sequence + (uint)segment.Length - _peerEdge);
        if (beyond > 0 && (segment.Length > 1 || segment.Sequence != _peerEdge))
        {
            throw new SoakViolationException(SoakInvariant.BeyondWindow, $"{segment.Length} bytes of text reach {beyond} beyond the window");
        }
    }

    /// <summary>Whether the text of a segment is what the application has written.</summary>
    private bool IsWritten(byte[] data, in TcpSegment segment)
    {
        int position = (int)(segment.Sequence - Iss) - 1;
        return segment.Length == 0 || (Stream != null && position >= 0 && position + segment.Length <= Stream.Written
            && Stream.Matches(data.AsSpan(segment.Text, segment.Length), position));
    }

    private void CheckFin(in TcpSegment segment)
    {
        if (!segment.Has(TcpHeader.Fin))
        {
            return;
        }

        int position = (int)(segment.Sequence - Iss) - 1 + segment.Length;
        if (Stream is not { IsFinished: true } || position != Stream.Written)
        {
            throw new SoakViolationException(SoakInvariant.EndOfStream, $"a FIN after {position} of {Stream?.Written ?? 0} bytes{(Stream is { IsFinished: true } ? "" : ", and the application has not closed")}");
        }
    }

    private void CheckAcknowledgment(in TcpSegment segment, bool hasLost)
    {
        // A SYN,ACK that was lost inside may have answered another SYN than the observed one. An old segment may have begun the connection again.
        _isUncertain |= hasLost && _isReceiving
            && ((int)(segment.Acknowledgment - _received.Next) > 0 || (int)(_lastAcknowledgment - segment.Acknowledgment) > 0);
        if (_isUncertain || _received.HasOverflowed)
        {
            return;
        }

        if (!_isReceiving || (int)(segment.Acknowledgment - _received.Next) > 0)
        {
            throw new SoakViolationException(SoakInvariant.Acknowledgment, $"an ACK goes {(_isReceiving ? (int)(segment.Acknowledgment - _received.Next) : 0)} beyond what has arrived");
        }

        int back = (int)(_lastAcknowledgment - segment.Acknowledgment);
        if (back > 0)
        {
            throw new SoakViolationException(SoakInvariant.Acknowledgment, $"an ACK goes back by {back}");
        }

        _lastAcknowledgment = segment.Acknowledgment;
    }

    private void CheckEdge(in TcpSegment segment, bool hasLost)
    {
        // A SYN can say at most 65535, however far the edge is by then (RFC 7323 §2.2). A scaled window is rounded, so the edge may seem to move back
        // by less than its unit (RFC 7323 §2.4).
        int scale = IsScaling && !segment.Has(TcpHeader.Syn) ? _ownScale : 0;
        uint edge = segment.Acknowledgment + ((uint)segment.Window << scale);
        int back = segment.Has(TcpHeader.Syn) && segment.Window == ushort.MaxValue ? 0 : (int)(Edge - edge);
        _isUncertain |= hasLost && HasAdvertised && back > 0;
        if (HasAdvertised && !_isUncertain && back >= 1 << (IsScaling ? _ownScale : 0))
        {
            throw new SoakViolationException(SoakInvariant.WindowEdge, $"the right edge of the window moves back by {back}");
        }

        Edge = HasAdvertised && (int)(Edge - edge) > 0 ? Edge : edge;
        HasAdvertised = true;
    }
}
