// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp.Oracle;

/// <summary>One segment arrives at one subject. The trial observes the outcome and checks that the standard admits it.</summary>
internal static class Trial
{
    /// <summary>The error, or null.</summary>
    public static string? Mismatch(Situation situation, Arrival arrival)
    {
        var subject = new Subject(situation);
        Tcb before = subject.Before;
        subject.Bench.Arrives(ToSegment(arrival, (int)before.MaxSndWnd));
        List<Segment> atOnce = Drain(subject.Bench);

        // MUST-40: a delayed acknowledgment is sent within half a second. Nothing else is due so soon.
        subject.Bench.Advance(499);
        List<Segment> later = Drain(subject.Bench);
        string seen = Describe(subject, atOnce, later);

        Outcome[] admitted = [.. SegmentArrives.Admits(before, arrival)];
        Outcome[] matching = [.. admitted.Where(outcome => Matches(outcome, subject, before, atOnce, later))];
        if (matching.Length == 0)
        {
            return $"is: {seen}\n    due: {string.Join("\n      or ", admitted.Select(outcome => outcome.ToString()).Distinct())}";
        }

        int held = Held(subject, before);
        if (matching[0].State != TcpState.Closed && matching.All(outcome => outcome.Delivered != held))
        {
            return $"is: {seen}, delivers {held} bytes\n    due: {matching[0]}";
        }

        string? survival = Survival.Check(subject, matching[0], arrival);
        return survival is null ? null : $"is: {seen}\n    but afterwards {survival}";
    }

    public static Segment ToSegment(Arrival arrival, int window) => new()
    {
        Flags = (arrival.Syn ? TcpHeader.Syn : 0) | (arrival.Ack ? TcpHeader.Ack : 0) | (arrival.Fin ? TcpHeader.Fin : 0) | (arrival.Rst ? TcpHeader.Rst : 0),
        Seq = arrival.SegSeq,
        Ack = arrival.Ack ? arrival.SegAck : null,
        Win = window,
        Length = arrival.Text,
        Data = TcpBench.Text(arrival.TextSeq, arrival.Text),
    };

    public static List<Segment> Drain(TcpBench bench)
    {
        List<Segment> sent = [];
        while (bench.Link.Sent.Count > 0)
        {
            sent.Add(bench.Take());
        }

        return sent;
    }

    /// <summary>Bytes that wait for the application beside those that the subject was prepared with.</summary>
    private static int Held(Subject subject, Tcb before)
        => (subject.Connection?.Available ?? 0) - (before.RcvWnd == 0 ? (int)(before.RcvNxt - 101) : 0);

    private static bool Matches(Outcome outcome, Subject subject, Tcb before, List<Segment> atOnce, List<Segment> later)
    {
        if (subject.State != outcome.State || !Matches(outcome.Reply, atOnce, later))
        {
            return false;
        }

        if (subject.Connection is not { } connection)
        {
            return true;
        }

        bool told = (outcome.Told, connection.Error) switch
        {
            (Told.Nothing or Told.NothingOrReset, SocketError.Success) => true,
            (Told.Reset or Told.NothingOrReset, SocketError.ConnectionReset) => true,
            (Told.Refused, SocketError.ConnectionRefused) => true,
            _ => false,
        };
        uint end = before.SndNxt - (before.FinSent ? 1u : 0);
        bool live = outcome.State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2 or TcpState.CloseWait or TcpState.Closing or TcpState.LastAck;
        return told && (!live || connection.Unacknowledged == Math.Max(0, (int)(end - outcome.SndUna)));
    }

    private static bool Matches(Reply reply, List<Segment> atOnce, List<Segment> later) => reply.Due switch
    {
        Due.Never => atOnce.Count + later.Count == 0,
        Due.AtOnce => atOnce.Count == 1 && later.Count == 0 && Matches(reply, atOnce[0]),
        _ => atOnce.Count + later.Count == 1 && Matches(reply, atOnce.Concat(later).Single()),
    };

    private static bool Matches(Reply reply, Segment sent) => sent.Matches(new Segment { Flags = Segment.Parse(reply.Flags).Flags, Seq = reply.Seq, Ack = reply.Ack });

    private static string Describe(Subject subject, List<Segment> atOnce, List<Segment> later)
    {
        var text = new StringBuilder($"{subject.State}");
        text.Append(atOnce.Count + later.Count == 0 ? ", sends nothing" : "");
        text.AppendJoin("", atOnce.Select(segment => $", sends {segment}"));
        text.AppendJoin("", later.Select(segment => $", later sends {segment}"));
        return subject.Connection is { } connection ? text.Append($", {connection.Unacknowledged} unacknowledged, {connection.Error}").ToString() : text.ToString();
    }
}
