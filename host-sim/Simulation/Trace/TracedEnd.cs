// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Simulation.Trace;

/// <summary>
/// The knowledge about one end of a connection from the wire. Names are as in RFC 9293 §3.3.1, seen from this end. A sender's state shows in its
/// segments. A receiver counts as being in the state that the standard demands on arrival.
/// </summary>
internal sealed class TracedEnd
{
    private bool _knowsPeer;

    public TcpState State { get; private set; } = TcpState.Closed;

    public bool HasSent { get; private set; }

    public uint Iss { get; private set; }

    public uint SndUna { get; private set; }

    public uint SndNxt { get; private set; }

    public uint RcvNxt { get; private set; }

    public int Window { get; private set; }

    public bool HasSentAck { get; private set; }

    public uint LastAck { get; private set; }

    public bool HasSentFin { get; private set; }

    public bool HasReceivedFin { get; private set; }

    private uint FinSequence { get; set; }

    /// <summary>Whether an acknowledgment covers this end's FIN.</summary>
    public bool IsFinCovered(uint acknowledgment)
    {
        return HasSentFin && Sequence.LessThan(FinSequence, acknowledgment);
    }

    /// <summary>A connection that was there before the trace.</summary>
    public void JoinMidway(uint sequence)
    {
        State = TcpState.Established;
        Begin(sequence - 1, sequence);
    }

    public void SendSyn(uint sequence, bool withAck)
    {
        if (!HasSent)
        {
            Begin(sequence, sequence + 1);
        }

        if (State is TcpState.Closed or TcpState.SynSent)
        {
            State = withAck ? TcpState.SynReceived : TcpState.SynSent;
        }
    }

    public void SendData(uint sequence, int length)
    {
        Advance(sequence + (uint)length);
    }

    public void SendFin(uint sequence)
    {
        if (!HasSentFin)
        {
            HasSentFin = true;
            FinSequence = sequence;
        }

        Advance(sequence + 1);
        if (State is TcpState.Established or TcpState.SynReceived)
        {
            State = TcpState.FinWait1;
        }
        else if (State == TcpState.CloseWait)
        {
            State = TcpState.LastAck;
        }
    }

    /// <summary>This end sent its FIN before it acknowledged the other end's FIN: the two have crossed.</summary>
    public void CrossFins()
    {
        State = TcpState.Closing;
    }

    /// <summary>This end says what it has received. That counts more than the assumption on arrival.</summary>
    public void SendAck(uint acknowledgment, bool coversFin)
    {
        HasSentAck = true;
        LastAck = acknowledgment;
        if (!_knowsPeer || Sequence.LessThan(RcvNxt, acknowledgment))
        {
            _knowsPeer = true;
            RcvNxt = acknowledgment;
        }

        if (coversFin)
        {
            TakeFin();
        }
    }

    public void OfferWindow(int window)
    {
        Window = window;
    }

    public void ReceiveSyn(uint sequence)
    {
        if (!_knowsPeer)
        {
            _knowsPeer = true;
            RcvNxt = sequence + 1;
        }
    }

    /// <summary>The other end's SYN arrives while this end's own is under way.</summary>
    public void CrossSyns()
    {
        State = TcpState.SynReceived;
    }

    public void ReceiveAck(uint acknowledgment, bool withSyn)
    {
        if (Sequence.LessThan(SndNxt, acknowledgment) || Sequence.LessThan(acknowledgment, SndUna))
        {
            return;
        }

        SndUna = acknowledgment;
        bool coversSyn = Sequence.LessThan(Iss, acknowledgment);
        if (coversSyn && (State == TcpState.SynReceived || (State == TcpState.SynSent && withSyn)))
        {
            State = TcpState.Established;
        }

        if (IsFinCovered(acknowledgment))
        {
            State = State switch
            {
                TcpState.FinWait1 => TcpState.FinWait2,
                TcpState.Closing => TcpState.TimeWait,
                TcpState.LastAck => TcpState.Closed,
                _ => State,
            };
        }
    }

    public void ReceiveData(uint sequence, int length)
    {
        uint end = sequence + (uint)length;
        if (!Sequence.LessThan(RcvNxt, sequence) && Sequence.LessThan(RcvNxt, end))
        {
            RcvNxt = end;
        }
    }

    public void ReceiveFin(uint sequence)
    {
        if (sequence == RcvNxt)
        {
            RcvNxt = sequence + 1;
            TakeFin();
        }
    }

    /// <summary>Whether this end would believe a reset (RFC 9293 §3.5.3).</summary>
    public bool AcceptsReset(uint sequence, uint acknowledgment)
    {
        return State == TcpState.SynSent
            ? acknowledgment == SndNxt
            : !_knowsPeer || sequence - RcvNxt < (uint)Math.Max(Window, 1);
    }

    public void Reset()
    {
        State = TcpState.Closed;
    }

    private void Begin(uint iss, uint next)
    {
        HasSent = true;
        Iss = iss;
        SndUna = iss;
        SndNxt = next;
    }

    private void Advance(uint end)
    {
        if (Sequence.LessThan(SndNxt, end))
        {
            SndNxt = end;
        }
    }

    private void TakeFin()
    {
        if (HasReceivedFin)
        {
            return;
        }

        HasReceivedFin = true;
        State = State switch
        {
            TcpState.SynReceived or TcpState.Established => TcpState.CloseWait,
            TcpState.FinWait1 => TcpState.Closing,
            TcpState.FinWait2 => TcpState.TimeWait,
            _ => State,
        };
    }
}
