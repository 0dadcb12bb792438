// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// All segments between two ports, as the stack at one end sends and receives them. They are checked against the rules for every connection. The
/// check recognises a connection by its SYN, and knows nothing of the stack's inside.
/// </summary>
internal sealed partial class Conversation
{
    /// <summary>How far segments that were lost inside may go beyond the observed ones.</summary>
    private const int MostLost = 1 << 20;

    private readonly SequenceRanges _received = new();
    private readonly HashSet<ByteStream> _endsReceived = [];

    // The segments that the stack sends.
    private bool _isOpened;
    private uint _peerEdge;
    private bool _isPeerEdgeKnown;
    private int _peerMss;
    private int _peerScale;
    private int _ownScale;
    private bool _peerPermitsSack;
    private bool _ownPermitsSack;
    private uint _highestAcknowledged;

    // The acknowledgments and windows that it sends.
    private bool _isReceiving;
    private bool _isUncertain;
    private bool _hasNewSyn;
    private bool _isAcceptedUnseen;
    private ByteStream? _nextStream;
    private uint _irs;
    private uint _lastAcknowledgment;
    private bool _hasFin;
    private uint _finEnd;

    /// <summary>The stream that the application of this end writes; null while it does not hold the connection.</summary>
    public ByteStream? Stream { get; private set; }

    /// <summary>Whether the handshake is over, as seen from here.</summary>
    public bool IsEstablished { get; private set; }

    public uint Iss { get; private set; }

    /// <summary>SND.NXT.</summary>
    public uint SentEnd { get; private set; }

    /// <summary>RCV.NXT, as last told to the other end.</summary>
    public uint Acknowledged => _lastAcknowledgment;

    /// <summary>The right edge of the window that this end has advertised.</summary>
    public uint Edge { get; private set; }

    /// <summary>Whether that is known.</summary>
    public bool HasAdvertised { get; private set; }

    /// <summary>RSTs that have arrived so far.</summary>
    public int ResetsReceived { get; private set; }

    /// <summary>Errors that ICMP has reported about it so far.</summary>
    public int Errors { get; private set; }

    /// <summary>The hard errors among them, about a segment under way.</summary>
    public int HardErrors { get; private set; }

    /// <summary>When the last segment arrived that can be from the other end.</summary>
    public long HeardAt { get; private set; }

    /// <summary>When the other end last acknowledged something new.</summary>
    public long AcknowledgedAt { get; private set; }

    /// <summary>Whether the SYN has been sent.</summary>
    public bool IsOpened => _isOpened;

    /// <summary>After the check has lost track of a conversation, it accepts everything.</summary>
    private bool IsEndReceived => !_isOpened || (_isReceiving && _hasFin && (int)(_received.Next - _finEnd) >= 0);

    private bool IsScaling => _peerScale >= 0 && _ownScale >= 0;

    /// <summary>The application gets a connection: one that it begins now, which shows with its SYN, or one that it accepts.</summary>
    public void Bind(ByteStream stream, bool isActive)
    {
        if (isActive)
        {
            // Until then what waits in the host for an address to be resolved may still belong to the last one.
            _nextStream = stream;
        }
        else
        {
            // Its SYN,ACK may still wait in the host when the other end has guessed, or seen otherwise, what it acknowledges.
            _isAcceptedUnseen = !_isOpened;
            Stream = stream;
            _nextStream = null;
        }
    }

    /// <summary>Whether the FIN of the connection that carries a stream of this end has arrived, with all text before it.</summary>
    public bool HasEndArrived(ByteStream stream)
    {
        return stream == Stream ? IsEndReceived : stream == _nextStream || _endsReceived.Contains(stream);
    }

    /// <summary>ICMP tells of an error.</summary>
    public void ErrorArrives(bool isHard)
    {
        Errors++;
        HardErrors += isHard ? 1 : 0;
    }

    /// <summary>A segment of the other end itself reaches the stack.</summary>
    public void Heard(in TcpSegment segment, long now)
    {
        // RFC 7323 §3.2: without the agreed timestamps it does not belong to this connection. Old text shows nothing, and neither does an RST that
        // ends nothing.
        if ((segment.Flags & TcpHeader.Rst) == 0 && (segment.HasTimestamps || !_ownStamps || !_peerStamps) && !IsOld(segment))
        {
            HeardAt = now;
        }
    }

    /// <summary>A segment reaches the stack.</summary>
    /// <param name="segment">What stands in it.</param>
    /// <param name="hasLost">Whether the stack or its link may have lost frames that count as sent. Then they can be acknowledged too.</param>
    /// <param name="now">The time.</param>
    public void Received(in TcpSegment segment, bool hasLost, long now)
    {
        NoteTimestamp(segment);
        if (segment.Has(TcpHeader.Rst))
        {
            ResetsReceived++;
            return;
        }

        if (segment.Has(TcpHeader.Syn))
        {
            _syns[_synCount++ % Remembered] = segment;
            _hasNewSyn |= _isReceiving && segment.Sequence != _irs;
            if (_isOpened && !IsEstablished && (!segment.Has(TcpHeader.Ack) || segment.Acknowledgment == Iss + 1))
            {
                Learn(segment);
            }
        }

        if (!_isOpened)
        {
            return;
        }

        if (segment.Has(TcpHeader.Ack) && (int)(segment.Acknowledgment - Iss) > 0 && (int)(segment.Acknowledgment - SentEnd) <= (hasLost ? MostLost : 0))
        {
            if (!IsIgnored(segment) && (int)(segment.Acknowledgment - _highestAcknowledged) > 0)
            {
                _highestAcknowledged = segment.Acknowledgment;
                AcknowledgedAt = now;
            }

            int scale = IsScaling && !segment.Has(TcpHeader.Syn) ? _peerScale : 0;
            WidenPeerEdge(segment.Acknowledgment + ((uint)segment.Window << scale));
        }

        if (segment.Length > 0 || segment.Has(TcpHeader.Fin))
        {
            _arrived[_arrivedCount++ % Remembered] = segment;
            TakeText(segment);
        }
    }

    /// <summary>
    /// Whether the other end rightly ignores the ACK of this segment (RFC 9293 §3.10.7.4). Either all its text came before, or the window is closed,
    /// because its sender did not know yet that its FIN or probe had arrived.
    /// </summary>
    private bool IsIgnored(in TcpSegment segment)
    {
        return IsOld(segment) && (segment.End != segment.Sequence || (segment.Sequence + 1 == _received.Next && Edge == _received.Next));
    }

    /// <summary>Whether all of it is before the next expected number.</summary>
    private bool IsOld(in TcpSegment segment)
    {
        return _isReceiving && !segment.Has(TcpHeader.Syn) && segment.Sequence != _received.Next && (int)(segment.End - _received.Next) <= 0;
    }

    /// <summary>Text or a FIN counts as arrived if it is in the window.</summary>
    private void TakeText(in TcpSegment segment)
    {
        uint start = segment.Sequence + (segment.Has(TcpHeader.Syn) ? 1u : 0u);
        if (!_isReceiving || (HasAdvertised && (int)(start - Edge) > 0))
        {
            return;
        }

        _received.Add(start, segment.End);
        if (segment.Has(TcpHeader.Fin))
        {
            _hasFin = true;
            _finEnd = segment.End;
        }
    }

    /// <summary>The stack sends a segment.</summary>
    /// <param name="data">The frame.</param>
    /// <param name="segment">What stands in it.</param>
    /// <param name="hasLost">Whether the stack or its link may have lost frames that count as sent.</param>
    /// <param name="now">The time.</param>
    public void Sent(byte[] data, in TcpSegment segment, bool hasLost, long now)
    {
        if (segment.Has(TcpHeader.Syn))
        {
            SentSyn(segment, hasLost, now);
        }
        else
        {
            ReturnToEarlier(segment, hasLost);
            if (hasLost && (!_isOpened || (int)(segment.Sequence - Iss) < 0
                || ((_hasNewSyn || _nextStream != null) && (uint)(segment.Sequence - Iss) > (uint)(SentEnd - Iss))
                || (_hasNewSyn && !IsWritten(data, segment))))
            {
                // The SYN of a new connection may have been among what was lost. Its numbers may begin within those of the old connection.
                _isOpened = false;
                return;
            }

            if (!_isOpened)
            {
                throw new SoakViolationException(SoakInvariant.NoConnection, "a segment that is neither SYN nor RST leaves for a connection that was never opened");
            }

            IsEstablished |= segment.Has(TcpHeader.Ack);
            _nextStream = Stream == _nextStream ? null : _nextStream;
            CheckSequence(segment, hasLost);
            CheckText(data, segment, isSureOfSyn: !hasLost || _synCount == 1);
            CheckFin(segment);
            CheckUrgent(segment);
            CheckTimestamp(segment);
            CheckSelectiveAcknowledgments(data, segment, hasLost);
            uint end = segment.End;
            SentEnd = (int)(end - SentEnd) > 0 ? end : SentEnd;
        }

        if (segment.Has(TcpHeader.Ack))
        {
            CheckAcknowledgment(segment, hasLost);
            CheckEdge(segment, hasLost);
        }
        else if (!segment.Has(TcpHeader.Syn))
        {
            throw new SoakViolationException(SoakInvariant.Acknowledgment, "a segment after the SYN has no ACK");
        }
    }
}
