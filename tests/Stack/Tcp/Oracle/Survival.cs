// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp.Oracle;

/// <summary>Whether a connection still works, or is really gone, after a segment has had the effect of the standard.</summary>
internal static class Survival
{
    /// <summary>The error, or null.</summary>
    public static string? Check(Subject subject, Outcome outcome, Arrival arrival)
    {
        uint sndNxt = outcome.State is TcpState.SynReceived or TcpState.SynSent || subject.Before.State is TcpState.SynSent or TcpState.SynReceived ? TcpBench.Iss + 1 : subject.Before.SndNxt;
        switch (outcome.State)
        {
            case TcpState.Closed:
                return Answers(subject, new Arrival(false, true, false, false, outcome.RcvNxt, 77_777, 0), "RST", 77_777, 0)
                    ?? (subject.Listens ? Answers(subject, new Arrival(true, false, false, false, 5_000, 0, 0), "SYN,ACK", TcpBench.Iss, 5_001) : null);

            case TcpState.Listen:
                return Answers(subject, new Arrival(true, false, false, false, 5_000, 0, 0), "SYN,ACK", TcpBench.Iss, 5_001);

            case TcpState.SynSent:
                return Answers(subject, new Arrival(true, true, false, false, 5_000, sndNxt, 0), "ACK", sndNxt, 5_001);

            case TcpState.LastAck:
                subject.Bench.Arrives(Bare(outcome.RcvNxt, sndNxt));
                return subject.State == TcpState.Closed ? null : $"the ACK of the FIN leaves {subject.State}";

            case TcpState.Closing:
                subject.Bench.Arrives(Bare(outcome.RcvNxt, sndNxt));
                return subject.State == TcpState.TimeWait ? null : $"the ACK of the FIN leaves {subject.State}";

            case TcpState.TimeWait:
                return Answers(subject, new Arrival(false, true, true, false, outcome.RcvNxt - 1, sndNxt, 0), "ACK", sndNxt, outcome.RcvNxt);

            default:
                return Goes(subject, outcome, arrival, sndNxt);
        }
    }

    private static Segment Bare(uint seq, uint ack) => Trial.ToSegment(new Arrival(false, true, false, false, seq, ack, 0), Subject.Window);

    private static string? Answers(Subject subject, Arrival arrival, string flags, uint seq, uint ack)
    {
        subject.Bench.Arrives(Trial.ToSegment(arrival, Subject.Window));
        List<Segment> sent = Trial.Drain(subject.Bench);
        return sent is [var answer] && answer.Matches(new Segment { Flags = Segment.Parse(flags).Flags, Seq = seq, Ack = ack })
            ? null : $"{arrival} is answered with {(sent.Count == 0 ? "nothing" : string.Join(" and ", sent))}, due is {flags} seq={seq} ack={ack}";
    }

    /// <summary>The other end acknowledges all and sends what is missing of its text, and its FIN if it had one; then we send.</summary>
    private static string? Goes(Subject subject, Outcome outcome, Arrival arrival, uint sndNxt)
    {
        TcpBench bench = subject.Bench;
        bench.Arrives(Bare(outcome.RcvNxt, sndNxt));
        TcpConnection? connection = subject.Connection;
        if (connection is null)
        {
            return "no connection can be accepted";
        }

        if (connection.Unacknowledged > 0)
        {
            return $"{connection.Unacknowledged} bytes stay unacknowledged";
        }

        // Text in the SYN of a simultaneous open was queued until now (§3.10.7.3). All other text is from the preparation of the subject.
        byte[] before = Read(connection);
        byte[] queued = outcome.State == TcpState.SynReceived ? before : [];
        bench.Poll();
        Trial.Drain(bench);
        if (outcome.State != TcpState.CloseWait)
        {
            bool fin = arrival.Fin && !arrival.Rst && arrival.FinSeq - outcome.RcvNxt < 1000;
            uint end = fin ? arrival.FinSeq : outcome.RcvNxt + 150;
            uint seq = outcome.RcvNxt;
            byte[] text = [.. queued, .. Send(bench, connection, seq, end, sndNxt, fin)];
            uint acknowledged = Trial.Drain(bench).LastOrDefault()?.Ack ?? 0;
            if (!text.SequenceEqual(TcpBench.Text(seq, (int)(end - seq))))
            {
                return $"{text.Length} bytes of text come through of {end - seq}, or others";
            }

            if (acknowledged != end + (fin ? 1u : 0))
            {
                return $"text and FIN up to {end + (fin ? 1u : 0)} are acknowledged with {acknowledged}";
            }
        }

        if (connection.State is not (TcpState.Established or TcpState.CloseWait))
        {
            return connection.State is TcpState.FinWait2 or TcpState.TimeWait ? null : $"it ends in {connection.State}";
        }

        bench.Write(connection, 5);
        bench.Poll();
        return Trial.Drain(bench) is [{ Length: 5 } sent] && sent.Seq == sndNxt ? null : "nothing can be sent";
    }

    private static byte[] Send(TcpBench bench, TcpConnection connection, uint seq, uint end, uint ack, bool fin)
    {
        byte[] read = [];
        do
        {
            int length = (int)Math.Min(end - seq, 500);
            bool last = seq + (uint)length == end;
            bench.Arrives(Trial.ToSegment(new Arrival(false, true, last && fin, false, seq, ack, length), Subject.Window));
            seq += (uint)length;
            read = [.. read, .. Read(connection)];
            bench.Advance(499);
        }
        while (seq != end);
        return read;
    }

    private static byte[] Read(TcpConnection connection)
    {
        byte[] buffer = new byte[2000];
        return buffer[..Math.Max(0, connection.Receive(buffer, 0, buffer.Length, out _))];
    }
}
