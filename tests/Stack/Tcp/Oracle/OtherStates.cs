// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;
using static NanoTcp.Tests.Stack.Tcp.Oracle.SegmentArrives;

namespace NanoTcp.Tests.Stack.Tcp.Oracle;

/// <summary>RFC 9293 §3.10.7.4: SYN-RECEIVED and the synchronized states.</summary>
internal static class OtherStates
{
    public static IEnumerable<Outcome> Admits(Tcb tcb, Arrival segment)
    {
        // Half the number space away is neither higher nor lower.
        if (tcb.State == TcpState.TimeWait && segment is { Syn: true, Ack: false, Rst: false } && segment.SegSeq - tcb.RcvNxt <= 0x8000_0000)
        {
            uint next = segment.SegSeq + 1;
            yield return new Outcome(TcpState.SynReceived, SynAck(tcb.Iss, next), next, tcb.Iss, 0, Told.Nothing, "§3.6.1 MAY-2, opened anew");
        }

        IEnumerable<Outcome> outcomes = IsAcceptable(tcb, segment) ? CheckReset(tcb, segment) : Unacceptable(tcb, segment);
        foreach (Outcome outcome in outcomes)
        {
            yield return outcome;
        }
    }

    private static Reply Acknowledgment(Tcb tcb) => new(Due.AtOnce, "ACK", tcb.SndNxt, tcb.RcvNxt);

    /// <summary>First, the sequence number: table 6.</summary>
    private static bool IsAcceptable(Tcb tcb, Arrival segment) => (segment.Length, tcb.RcvWnd) switch
    {
        (0, 0) => segment.SegSeq == tcb.RcvNxt,
        (0, _) => IsInWindow(tcb, segment.SegSeq),
        (_, 0) => false,
        _ => IsInWindow(tcb, segment.SegSeq) || IsInWindow(tcb, segment.SegSeq + segment.Length - 1),
    };

    private static bool IsInWindow(Tcb tcb, uint seq) => seq - tcb.RcvNxt < tcb.RcvWnd;

    private static IEnumerable<Outcome> Unacceptable(Tcb tcb, Arrival segment)
    {
        bool atClosedWindow = tcb.RcvWnd == 0 && segment.SegSeq == tcb.RcvNxt;
        if (segment.Rst)
        {
            return atClosedWindow ? Reset(tcb, "§3.8.6.1 MUST-66") : [Unchanged(tcb, Reply.None, "§3.10.7.4 first")];
        }

        IEnumerable<Outcome> outcomes = [Unchanged(tcb, Acknowledgment(tcb), "§3.10.7.4 first")];
        if (tcb.State == TcpState.SynReceived && segment.Syn && segment.SegSeq == tcb.RcvNxt - 1)
        {
            outcomes = outcomes.Concat(SynAgain(tcb, segment));
        }
        else if (!segment.Syn && segment.Ack && IsAckInRange(tcb, segment) && (atClosedWindow || segment is { Length: 0 } && segment.SegSeq == tcb.RightEdge))
        {
            // "Special allowance should be made to accept valid ACKs"; appendix A.2 for the right edge of an open window. The text
            // finds no room; a FIN needs none.
            outcomes = outcomes.Concat(CheckAck(tcb, segment with { Fin = segment.Fin && segment.Text == 0 }));
            if (segment.Length > 0)
            {
                outcomes = outcomes.Concat(CheckAck(tcb, segment with { Fin = false }));
            }
        }

        return outcomes;
    }

    /// <summary>The other end repeats its SYN, or crosses ours with a SYN,ACK as in figure 7.</summary>
    private static IEnumerable<Outcome> SynAgain(Tcb tcb, Arrival segment)
    {
        yield return Unchanged(tcb, SynAck(tcb.Iss, tcb.RcvNxt), "§3.8.1, our SYN,ACK was lost");
        if (segment.Ack)
        {
            foreach (Outcome outcome in CheckAck(tcb, segment with { Syn = false, SegSeq = segment.TextSeq }))
            {
                yield return outcome with { Why = "§3.5 figure 7" };
                yield return outcome with { Reply = outcome.Reply.Due == Due.Never ? Acknowledgment(tcb) : outcome.Reply, Why = "§3.5 figure 7" };
            }
        }
    }

    /// <summary>Second, RST: RFC 5961 §3.2.</summary>
    private static IEnumerable<Outcome> CheckReset(Tcb tcb, Arrival segment)
    {
        if (!segment.Rst)
        {
            return CheckSyn(tcb, segment);
        }

        if (tcb.State == TcpState.TimeWait && segment.SegSeq != tcb.RcvNxt)
        {
            return [Unchanged(tcb, Acknowledgment(tcb), "RFC 5961 §3.2"), Unchanged(tcb, Reply.None, "RFC 1337 §3: TIME-WAIT may ignore it")];
        }

        return segment.SegSeq == tcb.RcvNxt ? Reset(tcb, "§3.10.7.4 second")
            : [Unchanged(tcb, IsInWindow(tcb, segment.SegSeq) ? Acknowledgment(tcb) : Reply.None, "RFC 5961 §3.2")];
    }

    private static IEnumerable<Outcome> Reset(Tcb tcb, string why)
    {
        yield return Deleted(tcb, tcb.State switch
        {
            TcpState.SynReceived => tcb.Passive ? Told.Nothing : Told.Refused,
            TcpState.Closing or TcpState.LastAck or TcpState.TimeWait => Told.NothingOrReset,
            _ => Told.Reset,
        }, why);
        if (tcb.State == TcpState.TimeWait)
        {
            yield return Unchanged(tcb, Reply.None, "RFC 1337 §3: TIME-WAIT may ignore it");
        }
    }

    /// <summary>Fourth, SYN: RFC 5961 §4.2.</summary>
    private static IEnumerable<Outcome> CheckSyn(Tcb tcb, Arrival segment)
    {
        if (!segment.Syn)
        {
            foreach (Outcome outcome in CheckAck(tcb, segment))
            {
                yield return outcome;
            }

            yield break;
        }

        yield return Unchanged(tcb, Acknowledgment(tcb), "RFC 5961 §4.2");
        if (tcb.State == TcpState.SynReceived && tcb.Passive)
        {
            yield return Deleted(tcb, Told.Nothing, "§3.10.7.4 fourth, back to LISTEN");
        }

        if (tcb.State == TcpState.SynReceived && segment.SegSeq == tcb.RcvNxt - 1)
        {
            foreach (Outcome outcome in SynAgain(tcb, segment))
            {
                yield return outcome;
            }

            yield return Unchanged(tcb, Reply.None, "§3.10.7.4 first, the SYN trimmed");
        }
    }

    /// <summary>RFC 5961 §5.2.</summary>
    private static bool IsAckInRange(Tcb tcb, Arrival segment) => segment.SegAck - (tcb.SndUna - tcb.MaxSndWnd) <= tcb.SndNxt - (tcb.SndUna - tcb.MaxSndWnd);

    /// <summary>RFC 7323 §2.3.</summary>
    private const uint LargestWindow = 65535u << 14;

    /// <summary>Fifth, ACK.</summary>
    private static IEnumerable<Outcome> CheckAck(Tcb tcb, Arrival segment)
    {
        if (!segment.Ack)
        {
            return [Unchanged(tcb, Reply.None, "§3.10.7.4 fifth")];
        }

        bool isNew = Before(tcb.SndUna, segment.SegAck) && !Before(tcb.SndNxt, segment.SegAck);
        if (tcb.State == TcpState.SynReceived && !isNew)
        {
            Outcome reset = Unchanged(tcb, ResetAt(segment.SegAck), "§3.10.7.4 fifth, SYN-RECEIVED");
            return IsAckInRange(tcb, segment) ? [reset] : [reset, Unchanged(tcb, Acknowledgment(tcb), "RFC 5961 §5.2")];
        }

        if (!IsAckInRange(tcb, segment))
        {
            Outcome challenge = Unchanged(tcb, Acknowledgment(tcb), "RFC 5961 §5.2");

            // Its check is a MAY (§6). TIME-WAIT remembers no MAX.SND.WND: what no window could have reached is challenged, the rest may not be.
            bool mayBeOld = tcb.State == TcpState.TimeWait && tcb.SndUna - segment.SegAck <= LargestWindow;
            return mayBeOld ? [challenge, Unchanged(tcb, Reply.None, "§3.10.7.4 fifth")] : [challenge];
        }

        IEnumerable<Outcome> outcomes = TakeAck(tcb, isNew ? segment.SegAck : tcb.SndUna, segment);
        if (Before(tcb.RcvNxt, segment.SegSeq))
        {
            // A segment beyond the left edge may be held as a whole (SHLD-31), its acknowledgment too, or be dropped.
            const string Why = "§3.10.7.4 first, SHLD-31";
            outcomes = outcomes.Concat([Unchanged(tcb, Reply.None, Why), Unchanged(tcb, Acknowledgment(tcb), Why)]);
        }

        return outcomes;
    }

    private static IEnumerable<Outcome> TakeAck(Tcb tcb, uint sndUna, Arrival segment)
    {
        Tcb next = tcb with { SndUna = sndUna };
        next = next with
        {
            State = (tcb.State, next.FinAcknowledged) switch
            {
                (TcpState.SynReceived, _) => TcpState.Established,
                (TcpState.FinWait1, true) => TcpState.FinWait2,
                (TcpState.Closing, true) => TcpState.TimeWait,
                (TcpState.LastAck, true) => TcpState.Closed,
                _ => tcb.State,
            },
        };
        return next.State == TcpState.Closed ? [Deleted(next, Told.Nothing, "§3.10.7.4 fifth, LAST-ACK")] : Text(next, segment, "§3.10.7.4");
    }

    /// <summary>Seventh and eighth: text and FIN.</summary>
    public static IEnumerable<Outcome> Text(Tcb tcb, Arrival segment, string why)
    {
        bool carries = segment.Text > 0 || segment.Fin;
        if (tcb.State is not (TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2))
        {
            yield return Unchanged(tcb, Reply.None, $"{why} seventh, ignored");
            if (carries)
            {
                yield return Unchanged(tcb, Acknowledgment(tcb), $"{why} seventh, ignored");
            }

            if (segment.Fin && segment.FinSeq == tcb.RcvNxt)
            {
                // To the letter: "advance RCV.NXT over the FIN" comes before "remain in the CLOSE-WAIT state".
                Tcb next = tcb with { RcvNxt = tcb.RcvNxt + 1 };
                yield return Unchanged(next, Acknowledgment(next), $"{why} eighth");
            }
        }
        else if (Before(tcb.RcvNxt, segment.TextSeq))
        {
            if (!carries)
            {
                yield return Unchanged(tcb, Reply.None, $"{why} fifth");
            }

            yield return Unchanged(tcb, Acknowledgment(tcb), "§3.10.7.4 MAY-13");
            yield return Unchanged(tcb, Reply.None, "§3.10.7.4 MAY-13, not sent");
        }
        else if (!carries)
        {
            yield return Unchanged(tcb, Reply.None, $"{why} fifth");
        }
        else
        {
            // Only the new part within the window counts.
            uint end = Before(tcb.RightEdge, segment.FinSeq) ? tcb.RightEdge : segment.FinSeq;
            bool fin = segment.Fin && segment.FinSeq == end;
            Tcb next = tcb with { RcvNxt = end + (fin ? 1u : 0), State = fin ? AfterFin(tcb.State) : tcb.State };
            Due due = next.RcvNxt == tcb.RcvNxt ? Due.AtOnce : Due.WithinHalfASecond;
            yield return new Outcome(next.State, Acknowledgment(next) with { Due = due }, next.RcvNxt, tcb.SndUna, (int)(end - tcb.RcvNxt), Told.Nothing, $"{why} {(fin ? "eighth" : "seventh")}");
        }
    }

    private static TcpState AfterFin(TcpState state) => state switch
    {
        TcpState.Established => TcpState.CloseWait,
        TcpState.FinWait1 => TcpState.Closing,
        _ => TcpState.TimeWait,
    };
}
