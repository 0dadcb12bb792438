// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.HostSim.Soak;

/// <summary>
/// All segments between two ports as the stack at one end sends and receives them, checked against the rules that every connection has
/// to keep. It knows a connection by its SYN, and nothing of the stack's inside.
/// </summary>
internal sealed partial class Conversation
{
    private const int RememberedSyns = 16;
    private const int SmallestMss = 64;

    /// <summary>How far what was lost inside may go beyond what was seen.</summary>
    private const int MostLost = 1 << 20;

    private readonly SoakSegment[] _syns = new SoakSegment[RememberedSyns];
    private readonly SequenceRanges _received = new();
    private readonly HashSet<ByteStream> _endsReceived = [];
    private int _synCount;
    private readonly SoakSegment[] _ownSyns = new SoakSegment[RememberedSyns];
    private int _ownSynCount;

    // What the stack sends.
    private bool _isOpened;
    private uint _peerEdge;
    private bool _isPeerEdgeKnown;
    private int _peerMss;
    private int _peerScale;
    private int _ownScale;
    private bool _peerPermitsSack;
    private bool _ownPermitsSack;
    private uint _highestAcknowledged;

    // What it acknowledges and advertises.
    private bool _isReceiving;
    private bool _isUncertain;
    private bool _hasNewSyn;
    private ByteStream? _nextStream;
    private uint _irs;
    private uint _lastAcknowledgment;
    private bool _hasFin;
    private uint _finEnd;

    /// <summary>What the application of this end writes; null while it does not hold the connection.</summary>
    public ByteStream? Stream { get; private set; }

    /// <summary>Whether the handshake is over, as far as can be seen from here.</summary>
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

    /// <summary>Errors that ICMP has told about it so far.</summary>
    public int Errors { get; private set; }

    /// <summary>Those among them that say that there can be no connection, about a segment under way.</summary>
    public int HardErrors { get; private set; }

    /// <summary>When the last segment arrived.</summary>
    public long HeardAt { get; private set; }

    /// <summary>When the other end last acknowledged something new.</summary>
    public long AcknowledgedAt { get; private set; }

    /// <summary>Whether the SYN has been sent.</summary>
    public bool IsOpened => _isOpened;

    /// <summary>When the conversation was lost track of, nothing can be said against it.</summary>
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
            Stream = stream;
            _nextStream = null;
        }
    }

    /// <summary>Whether the FIN of the connection that carries a stream of this end has arrived, and all before it.</summary>
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

    /// <summary>A segment reaches the stack.</summary>
    /// <param name="segment">What stands in it.</param>
    /// <param name="hasLost">Whether the stack or its link may have lost frames that it took for sent: then they can be acknowledged too.</param>
    /// <param name="now">The time.</param>
    public void Received(in SoakSegment segment, bool hasLost, long now)
    {
        HeardAt = now;
        NoteTimestamp(segment);
        if (segment.Has(TcpHeader.Rst))
        {
            ResetsReceived++;
            return;
        }

        if (segment.Has(TcpHeader.Syn))
        {
            _syns[_synCount++ % RememberedSyns] = segment;
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
            if ((int)(segment.Acknowledgment - _highestAcknowledged) > 0)
            {
                _highestAcknowledged = segment.Acknowledgment;
                AcknowledgedAt = now;
            }

            int scale = IsScaling && !segment.Has(TcpHeader.Syn) ? _peerScale : 0;
            WidenPeerEdge(segment.Acknowledgment + ((uint)segment.Window << scale));
        }

        uint start = segment.Sequence + (segment.Has(TcpHeader.Syn) ? 1u : 0u);
        uint end = segment.End;
        if (!_isReceiving || end == start || (HasAdvertised && (int)(start - Edge) > 0))
        {
            return;
        }

        _received.Add(start, end);
        if (segment.Has(TcpHeader.Fin))
        {
            _hasFin = true;
            _finEnd = end;
        }
    }

    /// <summary>The stack sends a segment.</summary>
    /// <param name="data">The frame.</param>
    /// <param name="segment">What stands in it.</param>
    /// <param name="hasLost">Whether the stack or its link may have lost frames that it took for sent.</param>
    /// <param name="now">The time.</param>
    public void Sent(byte[] data, in SoakSegment segment, bool hasLost, long now)
    {
        if (segment.Has(TcpHeader.Syn))
        {
            SentSyn(segment, hasLost, now);
        }
        else
        {
            ReturnToEarlier(segment);
            if (hasLost && (!_isOpened || (int)(segment.Sequence - Iss) < 0 || ((_hasNewSyn || _nextStream != null) && (uint)(segment.Sequence - Iss) > (uint)(SentEnd - Iss))))
            {
                // The SYN of a new connection may have been among what was lost.
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
            CheckSelectiveAcknowledgments(data, segment);
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

    /// <summary>Of two answers to SYNs of which the stack remembers none, the other end has acknowledged not the last one.</summary>
    private void ReturnToEarlier(in SoakSegment segment)
    {
        for (int i = 0; i < Math.Min(_ownSynCount, RememberedSyns); i++)
        {
            if (_ownSyns[i].Sequence + 1 == segment.Sequence && (uint)(segment.Sequence - Iss) > (uint)(SentEnd - Iss))
            {
                SoakSegment syn = _ownSyns[i];
                ByteStream? stream = Stream;
                Begin(syn, AcknowledgedAt);
                Stream = stream;
                LearnAcknowledged(syn);

                // Which windows have been offered in the meantime was not noticed.
                WidenPeerEdge(Iss + 1 + ushort.MaxValue);
                return;
            }
        }
    }

    private void SentSyn(in SoakSegment segment, bool hasLost, long now)
    {
        if (!_isOpened || segment.Sequence != Iss)
        {
            Begin(segment, now);
            _ownSyns[_ownSynCount++ % RememberedSyns] = segment;
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

    private void LearnAcknowledged(in SoakSegment answer)
    {
        for (int i = 0; i < Math.Min(_synCount, RememberedSyns); i++)
        {
            if (_syns[i].Sequence + 1 == answer.Acknowledgment)
            {
                Learn(_syns[i]);
            }
        }
    }

    private void Begin(in SoakSegment syn, long now)
    {
        if (IsEndReceived && Stream != null)
        {
            _endsReceived.Add(Stream);
        }

        Stream = _nextStream;
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
        _peerMss = SmallestMss;
    }

    /// <summary>Takes over what a SYN of the other end says.</summary>
    private void Learn(in SoakSegment syn)
    {
        _peerMss = Math.Max(_peerMss, syn.Mss < 0 ? TcpHeader.DefaultMss : syn.Mss);
        if (_isReceiving)
        {
            // Two different SYNs before the first acknowledgment: the stack knows which one it took.
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

    private void CheckSequence(in SoakSegment segment, bool hasLost)
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

    private void CheckText(byte[] data, in SoakSegment segment, bool isSureOfSyn)
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

        if (segment.Length > _peerMss && isSureOfSyn)
        {
            throw new SoakViolationException(SoakInvariant.SegmentSize, $"{segment.Length} bytes of text for an end that takes {_peerMss}");
        }

        int beyond = (int)(segment.Sequence + (uint)segment.Length - _peerEdge);
        if (beyond > 0 && (segment.Length > 1 || segment.Sequence != _peerEdge))
        {
            throw new SoakViolationException(SoakInvariant.BeyondWindow, $"{segment.Length} bytes of text reach {beyond} beyond the window");
        }
    }

    private void CheckFin(in SoakSegment segment)
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

    private void CheckAcknowledgment(in SoakSegment segment, bool hasLost)
    {
        // A SYN,ACK that was lost inside may have been for another SYN than the one that was seen; an old segment may have begun it again.
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

    private void CheckEdge(in SoakSegment segment, bool hasLost)
    {
        // A scaled window is rounded: by less than its unit the edge may seem to move back (RFC 7323 §2.4).
        int scale = IsScaling && !segment.Has(TcpHeader.Syn) ? _ownScale : 0;
        uint edge = segment.Acknowledgment + ((uint)segment.Window << scale);
        int back = (int)(Edge - edge);
        _isUncertain |= hasLost && HasAdvertised && back > 0;
        if (HasAdvertised && !_isUncertain && back >= 1 << (IsScaling ? _ownScale : 0))
        {
            throw new SoakViolationException(SoakInvariant.WindowEdge, $"the right edge of the window moves back by {back}");
        }

        Edge = HasAdvertised && back > 0 ? Edge : edge;
        HasAdvertised = true;
    }
}
