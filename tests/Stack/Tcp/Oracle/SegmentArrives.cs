// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp.Oracle;

/// <summary>
/// RFC 9293 §3.10.7, SEGMENT ARRIVES, combined with RFC 5961, written only from the text of the standards. It says what may become of a connection
/// when a segment arrives. Where the text leaves a choice, every choice is in the set, with the section that leaves it.
/// </summary>
internal static class SegmentArrives
{
    public static IEnumerable<Outcome> Admits(Tcb tcb, Arrival segment) => tcb.State switch
    {
        TcpState.Closed => Closed(tcb, segment),
        TcpState.Listen => Listen(tcb, segment),
        TcpState.SynSent => SynSent(tcb, segment),
        _ => OtherStates.Admits(tcb, segment),
    };

    /// <summary>The connection as it was.</summary>
    public static Outcome Unchanged(Tcb tcb, Reply reply, string why) => new(tcb.State, reply, tcb.RcvNxt, tcb.SndUna, 0, Told.Nothing, why);

    /// <summary>No connection any more.</summary>
    public static Outcome Deleted(Tcb tcb, Told told, string why) => new(TcpState.Closed, Reply.None, tcb.RcvNxt, tcb.SndUna, 0, told, why);

    public static Reply ResetAt(uint seq) => new(Due.AtOnce, "RST", seq);

    public static Reply SynAck(uint iss, uint ack) => new(Due.AtOnce, "SYN,ACK", iss, ack);

    private static IEnumerable<Outcome> Closed(Tcb tcb, Arrival segment)
    {
        const string Why = "§3.10.7.1";
        if (segment.Rst)
        {
            yield return Unchanged(tcb, Reply.None, Why);
        }
        else if (segment.Ack)
        {
            yield return Unchanged(tcb, ResetAt(segment.SegAck), Why);
        }
        else
        {
            yield return Unchanged(tcb, new Reply(Due.AtOnce, "RST,ACK", 0, segment.SegSeq + segment.Length), Why);
        }
    }

    private static IEnumerable<Outcome> Listen(Tcb tcb, Arrival segment)
    {
        if (segment.Rst)
        {
            yield return Unchanged(tcb, Reply.None, "§3.10.7.2 first");
        }
        else if (segment.Ack)
        {
            yield return Unchanged(tcb, ResetAt(segment.SegAck), "§3.10.7.2 second");
        }
        else if (segment.Syn)
        {
            // Text and FIN with it are for later: if they are forgotten, they come again.
            uint next = segment.SegSeq + 1;
            yield return new Outcome(TcpState.SynReceived, SynAck(tcb.Iss, next), next, tcb.Iss, 0, Told.Nothing, "§3.10.7.2 third");
        }
        else
        {
            yield return Unchanged(tcb, Reply.None, "§3.10.7.2 fourth");
        }
    }

    private static IEnumerable<Outcome> SynSent(Tcb tcb, Arrival segment)
    {
        bool acceptable = segment.Ack && Before(tcb.Iss, segment.SegAck) && !Before(tcb.SndNxt, segment.SegAck);
        if (segment.Ack && !acceptable)
        {
            yield return Unchanged(tcb, segment.Rst ? Reply.None : ResetAt(segment.SegAck), "§3.10.7.3 first");
        }
        else if (segment.Rst)
        {
            // RFC 5961 §3.2 asks for no more than the acknowledgment of the SYN.
            yield return acceptable ? Deleted(tcb, Told.Refused, "§3.10.7.3 second") : Unchanged(tcb, Reply.None, "§3.10.7.3 second");
        }
        else if (!segment.Syn)
        {
            yield return Unchanged(tcb, Reply.None, "§3.10.7.3 fifth");
        }
        else if (!acceptable)
        {
            uint next = segment.SegSeq + 1;
            yield return new Outcome(TcpState.SynReceived, SynAck(tcb.Iss, next), next, tcb.Iss, 0, Told.Nothing, "§3.10.7.3 fourth, simultaneous open");
        }
        else
        {
            Tcb established = tcb with { State = TcpState.Established, SndUna = segment.SegAck, RcvNxt = segment.SegSeq + 1 };
            yield return Unchanged(established, new Reply(Due.AtOnce, "ACK", tcb.SndNxt, established.RcvNxt), "§3.10.7.3 fourth; text and FIN may have to come again");
            if (segment.Text > 0 || segment.Fin)
            {
                foreach (Outcome outcome in OtherStates.Text(established, segment, "§3.10.7.3 fourth, on with the text"))
                {
                    yield return outcome;
                }
            }
        }
    }

    /// <summary>§3.4: arithmetic of sequence numbers is modulo 2**32.</summary>
    public static bool Before(uint a, uint b) => unchecked((int)(a - b)) < 0;
}
