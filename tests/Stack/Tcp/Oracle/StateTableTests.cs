// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.Tcp.Oracle;

/// <summary>
/// The real stack against <see cref="SegmentArrives"/>. The table has every state and every combination of SYN, ACK, FIN and RST. Sequence numbers
/// are below, at the edges of, within and beyond the window. Acknowledgments go from ancient to never sent, with and without text.
/// </summary>
public class StateTableTests
{
    public static TheoryData<Situation, string> Rows
    {
        get
        {
            var rows = new TheoryData<Situation, string>();
            foreach (Situation situation in Enum.GetValues<Situation>())
            {
                for (int flags = 0; flags < 16; flags++)
                {
                    rows.Add(situation, WithFlags(flags).Flags);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_segment_has_one_of_the_outcomes_that_the_standard_admits(Situation situation, string flags)
    {
        Tcb tcb = new Subject(situation).Before;
        string[] wrong = [.. Segments(tcb, flags)
            .Select(segment => (Segment: segment, Mismatch: Trial.Mismatch(situation, segment)))
            .Where(trial => trial.Mismatch is not null)
            .GroupBy(trial => trial.Mismatch, trial => $"{trial.Segment}")
            .Select(group => $"{string.Join("\n", group)}\n    {group.Key}")];
        Assert.True(wrong.Length == 0, $"{tcb}\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void The_table_has_thousands_of_segments()
        => Assert.InRange(Rows.Sum(row => Segments(new Subject(row.Data.Item1).Before, row.Data.Item2).Count()), 10_000, 30_000);

    private static Arrival WithFlags(int flags)
        => new((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0, 0, 0, 0);

    private static IEnumerable<Arrival> Segments(Tcb tcb, string flags)
    {
        Arrival shape = Enumerable.Range(0, 16).Select(WithFlags).Single(arrival => arrival.Flags == flags);
        return from seq in SequenceNumbers(tcb)
               from ack in shape.Ack ? Acknowledgments(tcb) : [0]
               from text in new[] { 0, 10 }
               select shape with { SegSeq = seq, SegAck = ack, Text = text };
    }

    private static IEnumerable<uint> SequenceNumbers(Tcb tcb) => new[]
    {
        tcb.RcvNxt - 100,           // below
        tcb.RcvNxt - 1,             // below, its text across the left edge
        tcb.RcvNxt,                 // the left edge
        tcb.RcvNxt + 100,           // inside
        tcb.RightEdge - 1,          // inside, its text across the right edge
        tcb.RightEdge,              // the right edge
        tcb.RightEdge + 1,          // beyond
        tcb.RcvNxt + 0x8000_0000,   // as far away as can be
    }.Distinct();

    private static IEnumerable<uint> Acknowledgments(Tcb tcb) => new[]
    {
        tcb.SndUna - tcb.MaxSndWnd - 1,   // older than RFC 5961 believes
        tcb.SndUna - tcb.MaxSndWnd,       // just not
        tcb.SndUna - 1,                   // old
        tcb.SndUna,                       // duplicate
        tcb.SndUna + 100,                 // new, or beyond if so much is not in flight
        tcb.SndNxt - 1,                   // new, all but a FIN
        tcb.SndNxt,                       // all
        tcb.SndNxt + 1,                   // beyond
        tcb.SndNxt + 0x8000_0000,         // as far away as can be
    }.Distinct();
}
