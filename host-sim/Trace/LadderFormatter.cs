// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.HostSim.Wire;
using NanoTcp.Tcp;
using NanoTcp.Wire;
using Spectre.Console;

namespace NanoTcp.HostSim.Trace;

/// <summary>Makes the lines of the ladder, at most 120 columns wide in all common cases: plain text, or with the colours of Spectre.Console.</summary>
public sealed class LadderFormatter(bool isColoured)
{
    private const int TimeWidth = 10;
    private const int PortWidth = 5;
    private const int StateWidth = 12;
    private const int ArrowWidth = 17;

    private static readonly string[] s_flagNames = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"];

    private static readonly string[] s_stateNames =
    [
        "CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
    ];

    /// <summary>The line that opens a connection: its ends, and what the columns mean.</summary>
    public string Header(uint left, int leftPort, uint right, int rightPort)
    {
        string leftEnd = $"{IPv4Address.ToString(left)}:{leftPort}";
        string rightEnd = $"{IPv4Address.ToString(right)}:{rightPort}";
        const int width = StateWidth + 1 + ArrowWidth + 1 + StateWidth;
        string ends = leftEnd + " " + rightEnd.PadLeft(width - leftEnd.Length - 1);
        return Paint("dim", $"{"time",TimeWidth} {"port",PortWidth} ")
            + Paint("bold", ends.PadRight(width))
            + Paint("dim", $" {"seq",7} {"ack",7} {"win",5} {"len",4}  step");
    }

    /// <summary>The line of one segment.</summary>
    public string Segment(long nanoseconds, int port, TraceStep step, FrameFate fate)
    {
        string numbers = string.Create(
            CultureInfo.InvariantCulture,
            $" {step.Sequence,7} {(step.Acknowledgment is uint ack ? ack.ToString(CultureInfo.InvariantCulture) : "-"),7} {step.Window,5} {step.Length,4}  ");
        return Paint("dim", Stamp(nanoseconds, port))
            + Paint("green", State(step.LeftEnters).PadRight(StateWidth))
            + " " + Paint(ArrowStyle(step.Flags, fate), Arrow(step.FromLeft, Flags(step.Flags), Arrives(fate))) + " "
            + Paint("green", State(step.RightEnters).PadRight(StateWidth))
            + Paint("default", numbers)
            + Paint(StepStyle(step.Name), step.Name + Fate(fate));
    }

    /// <summary>The line of a frame that belongs to no connection.</summary>
    public string Other(long nanoseconds, bool fromLeft, string text, FrameFate fate)
    {
        string blank = new(' ', StateWidth);
        return Paint("dim", $"{Stamp(nanoseconds, null)}{blank} {Arrow(fromLeft, "", Arrives(fate))} {blank} {text}{Fate(fate)}");
    }

    private static bool Arrives(FrameFate fate)
    {
        return (fate & (FrameFate.Lost | FrameFate.Corrupted)) == 0;
    }

    private static string Stamp(long nanoseconds, int? port)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e9,TimeWidth:F6} {port,PortWidth} ");
    }

    private static string State(TcpState? state)
    {
        return state == null ? "" : s_stateNames[(int)state];
    }

    private static string Flags(int flags)
    {
        // The order in which people say it: SYN,ACK and FIN,ACK.
        IEnumerable<string> set = s_flagNames.Where((_, bit) => (flags & (1 << bit)) != 0);
        return string.Join(',', set);
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

    private static string ArrowStyle(int flags, FrameFate fate)
    {
        return !Arrives(fate) || (flags & TcpHeader.Rst) != 0 ? "red"
            : (flags & (TcpHeader.Syn | TcpHeader.Fin)) != 0 ? "aqua"
            : "default";
    }

    private static string StepStyle(string name)
    {
        return name.StartsWith("handshake", StringComparison.Ordinal) || name.StartsWith("close", StringComparison.Ordinal)
            || name.StartsWith("simultaneous", StringComparison.Ordinal) ? "aqua"
            : name.StartsWith("reset", StringComparison.Ordinal) ? "red"
            : name.StartsWith("retransmission", StringComparison.Ordinal) || name.EndsWith("again", StringComparison.Ordinal) ? "yellow"
            : "default";
    }

    private string Paint(string style, string text)
    {
        return isColoured ? $"[{style}]{Markup.Escape(text)}[/]" : text;
    }
}
