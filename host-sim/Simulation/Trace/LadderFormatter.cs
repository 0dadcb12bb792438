// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Trace;

/// <summary>
/// Makes the lines of the ladder: plain text, unless a derived class paints it. In all common cases a segment is one line of at most 120 columns. In
/// a narrower terminal it is two lines of at most 80. The options of a SYN are in the line below it.
/// </summary>
public class LadderFormatter(int width)
{
    private const int WholeWidth = 120;
    private const int NarrowWidth = 80;
    private const int PortWidth = 5;
    private const int StateWidth = 12;
    private const int ArrowWidth = 17;

    private readonly bool _isNarrow = width < WholeWidth;

    private static readonly string[] s_flagNames = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"];

    private static readonly string[] s_stateNames =
    [
        "CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
    ];

    private int TimeWidth => _isNarrow ? 7 : 10;

    private string Indentation => new(' ', TimeWidth + 1 + PortWidth + 1);

    /// <summary>The line that opens a connection: its ends, and the heading of the columns.</summary>
    public string Header(uint left, int leftPort, uint right, int rightPort)
    {
        string leftEnd = $"{IPv4Address.ToString(left)}:{leftPort}";
        string rightEnd = $"{IPv4Address.ToString(right)}:{rightPort}";
        const int endsWidth = StateWidth + 1 + ArrowWidth + 1 + StateWidth;
        string ends = leftEnd + " " + rightEnd.PadLeft(endsWidth - leftEnd.Length - 1);
        return Paint(LadderInk.Faint, $"{"time".PadLeft(TimeWidth)} {"port",PortWidth} ")
            + Paint(LadderInk.Heading, ends.PadRight(endsWidth))
            + Paint(LadderInk.Faint, _isNarrow ? " step" : $" {"seq",7} {"ack",7} {"win",5} {"len",4}  step");
    }

    /// <summary>The lines of one segment.</summary>
    public IEnumerable<string> Segment(long nanoseconds, int port, TraceStep step, FrameFate fate)
    {
        string ends = Paint(LadderInk.Faint, Stamp(nanoseconds, port))
            + Paint(LadderInk.State, State(step.LeftEnters).PadRight(StateWidth))
            + " " + Paint(ArrowInk(step.Flags, fate), Arrow(step.FromLeft, Flags(step.Flags), Arrives(fate))) + " "
            + Paint(LadderInk.State, State(step.RightEnters).PadRight(StateWidth));
        return _isNarrow ? NarrowLines(ends, step, Fate(fate).TrimStart()) : WholeLines(ends, step, step.Name + Fate(fate));
    }

    /// <summary>The line of an end that leaves TIME-WAIT.</summary>
    public string EndOfTimeWait(long nanoseconds, int port, bool left)
    {
        string closed = State(TcpState.Closed).PadRight(StateWidth);
        string blank = new(' ', StateWidth);
        return Paint(LadderInk.Faint, Stamp(nanoseconds, port)) + Paint(LadderInk.State, left ? closed : blank) + new string(' ', ArrowWidth + 2)
            + Paint(LadderInk.State, left ? blank : closed) + Paint(LadderInk.Faint, " end of TIME-WAIT");
    }

    /// <summary>The line of a frame that belongs to no connection.</summary>
    public string Other(long nanoseconds, bool fromLeft, string text, FrameFate fate)
    {
        string blank = new(' ', StateWidth);
        string arrow = $"{Stamp(nanoseconds, null)}{blank} {Arrow(fromLeft, "", Arrives(fate))} {blank}";
        string shown = text + Fate(fate);

        // Text that does not fit behind the arrow takes the place of the states.
        return Paint(LadderInk.Faint, _isNarrow && arrow.Length + 1 + shown.Length > NarrowWidth
            ? $"{Stamp(nanoseconds, null)}{(fromLeft ? ">" : "<")} {shown}"
            : $"{arrow} {shown}");
    }

    private IEnumerable<string> WholeLines(string ends, TraceStep step, string name)
    {
        string numbers = string.Create(CultureInfo.InvariantCulture, $" {step.Sequence,7} {Acknowledgment(step),7} {step.Window,5} {step.Length,4}  ");
        yield return ends + Paint(LadderInk.Plain, numbers) + Paint(StepInk(step.Name), name);
        if (step.Options.Length > 0)
        {
            yield return Paint(LadderInk.Faint, Indentation + step.Options);
        }
    }

    // The words that fit stand behind the ends, and the rest below, as many in a line as fit.
    private IEnumerable<string> NarrowLines(string ends, TraceStep step, string fate)
    {
        int room = NarrowWidth - (TimeWidth + 1 + PortWidth + 1 + StateWidth + 1 + ArrowWidth + 1 + StateWidth + 1);
        string name = Paint(StepInk(step.Name), step.Name);
        string numbers = string.Create(CultureInfo.InvariantCulture, $"seq {step.Sequence}  ack {Acknowledgment(step)}  win {step.Window}  len {step.Length}");
        List<(string Text, string Painted)> below = [(fate, Paint(LadderInk.Plain, fate)), (numbers, Paint(LadderInk.Faint, numbers)), (step.Options, Paint(LadderInk.Faint, step.Options))];
        if (step.Name.Length > room)
        {
            below.Insert(0, (step.Name, name));
        }

        yield return ends + (step.Name.Length > room ? "" : " " + name);
        string line = "";
        int length = 0;
        foreach ((string text, string painted) in below.Where(part => part.Text.Length > 0))
        {
            if (length > 0 && length + 2 + text.Length > NarrowWidth)
            {
                yield return line;
                length = 0;
            }

            line = length == 0 ? Indentation + painted : line + "  " + painted;
            length = length == 0 ? Indentation.Length + text.Length : length + 2 + text.Length;
        }

        yield return line;
    }

    private static bool Arrives(FrameFate fate)
    {
        return (fate & (FrameFate.Lost | FrameFate.Corrupted)) == 0;
    }

    private static string Acknowledgment(TraceStep step)
    {
        return step.Acknowledgment is uint number ? number.ToString(CultureInfo.InvariantCulture) : "-";
    }

    private string Stamp(long nanoseconds, int? port)
    {
        string time = (nanoseconds / 1e9).ToString(_isNarrow ? "F3" : "F6", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{time.PadLeft(TimeWidth)} {port,PortWidth} ");
    }

    private static string State(TcpState? state)
    {
        return state == null ? "" : s_stateNames[(int)state];
    }

    private static string Flags(int flags)
    {
        // The order in which people say it: SYN,ACK and FIN,ACK.
        string[] set = [.. s_flagNames.Where((_, bit) => (flags & (1 << bit)) != 0)];
        string names = string.Join(',', set);
        return names.Length <= ArrowWidth - 5 ? names : string.Concat(set.Select(name => name[0]));
    }

    private static string Arrow(bool toRight, string flags, bool arrives)
    {
        string label = flags.Length == 0 ? "" : $" {flags} ";
        int dashes = ArrowWidth - 1 - label.Length;
        string before = new('─', dashes / 2);
        string after = new('─', dashes - dashes / 2);
        return toRight
            ? before + label + after + (arrives ? ">" : "x")
            : (arrives ? "<" : "x") + after + label + before;
    }

    private static string Fate(FrameFate fate)
    {
        return fate == FrameFate.Delivered ? "" : $" [{fate.ToString().ToLowerInvariant()}]";
    }

    private static LadderInk ArrowInk(int flags, FrameFate fate)
    {
        return !Arrives(fate) || (flags & TcpHeader.Rst) != 0 ? LadderInk.Trouble
            : (flags & (TcpHeader.Syn | TcpHeader.Fin)) != 0 ? LadderInk.Step
            : LadderInk.Plain;
    }

    private static LadderInk StepInk(string name)
    {
        return name.StartsWith("handshake", StringComparison.Ordinal) || name.StartsWith("close", StringComparison.Ordinal)
            || name.StartsWith("simultaneous", StringComparison.Ordinal) ? LadderInk.Step
            : name.StartsWith("reset", StringComparison.Ordinal) ? LadderInk.Trouble
            : name.StartsWith("retransmission", StringComparison.Ordinal) || name.EndsWith("again", StringComparison.Ordinal) ? LadderInk.Again
            : LadderInk.Plain;
    }

    /// <summary>Gives a part of a line its colour, as the output supports it.</summary>
    protected virtual string Paint(LadderInk ink, string text)
    {
        return text;
    }
}
