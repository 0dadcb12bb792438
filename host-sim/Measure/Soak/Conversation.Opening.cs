// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

// The beginning of a conversation: its SYNs, and what they agreed on.
internal sealed partial class Conversation
{
    private const int Remembered = 16;

    private readonly TcpSegment[] _syns = new TcpSegment[Remembered];
    private readonly TcpSegment[] _ownSyns = new TcpSegment[Remembered];
    private readonly TcpSegment[] _arrived = new TcpSegment[Remembered];
    private int _synCount;
    private int _ownSynCount;
    private int _arrivedCount;

    /// <summary>
    /// The stack may have answered several SYNs that it does not remember, and the other end has not acknowledged the last answer. The first segment
    /// that leaves shows which answer counts. It need not be the first that was sent.
    /// </summary>
    private void ReturnToEarlier(in TcpSegment segment, bool hasLost)
    {
        uint mostLost = hasLost ? (uint)MostLost : 0;
        uint beyond = segment.Sequence - Iss - (SentEnd - Iss);
        for (int i = 0; i < Math.Min(_ownSynCount, Remembered) && (uint)(segment.Sequence - Iss) > (uint)(SentEnd - Iss); i++)
        {
            uint position = segment.Sequence - _ownSyns[i].Sequence - 1;
            if (position == 0 || (position <= mostLost && beyond > mostLost))
            {
                TcpSegment syn = _ownSyns[i];
                ByteStream? stream = Stream;
                Begin(syn, AcknowledgedAt);
                Stream = stream;
                LearnAcknowledged(syn);

                // The windows that were offered in the meantime are unknown.
                WidenPeerEdge(segment.Sequence + ushort.MaxValue);
                TakeTextAgain();
                return;
            }
        }
    }

    /// <summary>The last arrivals count for this connection too, as far as they can belong to it.</summary>
    private void TakeTextAgain()
    {
        for (int i = Math.Max(0, _arrivedCount - Remembered); i < _arrivedCount; i++)
        {
            TcpSegment segment = _arrived[i % Remembered];
            if (segment.Sequence - _irs - 1 <= MostLost)
            {
                TakeText(segment);
            }
        }
    }

    private void SentSyn(in TcpSegment segment, bool hasLost, long now)
    {
        if (!_isOpened || segment.Sequence != Iss)
        {
            Begin(segment, now);
            _ownSyns[_ownSynCount++ % Remembered] = segment;
        }

        if (segment.Has(TcpHeader.Ack) && (!_isReceiving || _irs + 1 != segment.Acknowledgment))
        {
            // A new connection can have the same initial sequence number as the one just given up.
            _isReceiving = false;
            _isUncertain = false;
            _isPeerEdgeKnown = false;
            HasAdvertised = false;
            _hasFin = false;
            LearnAcknowledged(segment);
            _isUncertain |= !_isReceiving && hasLost;
            if (!_isReceiving && !hasLost)
            {
                throw new SoakViolationException(SoakInvariant.Acknowledgment, "a SYN,ACK acknowledges a SYN that did not arrive");
            }
        }
    }

    private void LearnAcknowledged(in TcpSegment answer)
    {
        for (int i = 0; i < Math.Min(_synCount, Remembered); i++)
        {
            if (_syns[i].Sequence + 1 == answer.Acknowledgment)
            {
                Learn(_syns[i]);
            }
        }
    }

    private void Begin(in TcpSegment syn, long now)
    {
        if (!_isAcceptedUnseen)
        {
            if (IsEndReceived && Stream != null)
            {
                _endsReceived.Add(Stream);
            }

            Stream = _nextStream;
        }

        _isAcceptedUnseen = false;
        _isOpened = true;
        IsEstablished = false;
        Iss = syn.Sequence;
        SentEnd = syn.Sequence + 1;
        _isPeerEdgeKnown = false;
        _isReceiving = false;
        _isUncertain = false;
        _hasNewSyn = false;
        HasAdvertised = false;
        _hasFin = false;
        _highestAcknowledged = syn.Sequence;
        AcknowledgedAt = now;
        _ownScale = syn.Scale;
        _ownPermitsSack = syn.PermitsSack;
        _ownStamps = syn.HasTimestamps;
        _hasSentStamp = false;
        _peerPermitsSack = false;
        _peerStamps = false;
        _peerScale = -1;
        _peerMss = 0;
    }

    /// <summary>Takes over the values of the other end's SYN.</summary>
    private void Learn(in TcpSegment syn)
    {
        _peerMss = Math.Max(_peerMss, syn.Mss <= 0 ? TcpHeader.DefaultMss : syn.Mss);
        if (_isReceiving)
        {
            // There were two different SYNs before the first acknowledgment. Only the stack knows which one it took.
            _isUncertain |= syn.Sequence != _irs || (syn.Scale != _peerScale && _ownScale >= 0)
                || (syn.PermitsSack != _peerPermitsSack && _ownPermitsSack) || (syn.HasTimestamps != _peerStamps && _ownStamps);
            _peerScale = Math.Max(_peerScale, syn.Scale);
            WidenPeerEdge(Iss + 1 + (uint)syn.Window);
            return;
        }

        _isReceiving = true;
        _irs = syn.Sequence;
        _received.Restart(syn.Sequence + 1);
        _peerPermitsSack = syn.PermitsSack;
        _peerStamps = syn.HasTimestamps;
        _lastAcknowledgment = syn.Sequence + 1;
        _peerScale = syn.Scale;
        WidenPeerEdge(Iss + 1 + (uint)syn.Window);
    }

    private void WidenPeerEdge(uint edge)
    {
        if (!_isPeerEdgeKnown || (int)(edge - _peerEdge) > 0)
        {
            _peerEdge = edge;
            _isPeerEdgeKnown = true;
        }
    }
}
