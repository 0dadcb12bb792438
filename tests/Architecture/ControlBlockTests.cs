// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using NanoTcp.Tcp;
using NanoTcp.Tests.Architecture.Il;

namespace NanoTcp.Tests.Architecture;

/// <summary>The control block has modules, and each part of its state belongs to one of them: who else wants it changed has to ask.</summary>
public sealed class ControlBlockTests
{
    // Any may ask for an acknowledgment and for the application's attention, and each step of a connection's life sets its state.
    private static readonly string[] s_everybodys = ["Mark.AckNow", "Readiness", "State"];

    private static readonly Dictionary<string, string[]> s_owned = new()
    {
        ["ControlBlock"] =
        [
            "Mark.Cork", "Mark.FinQueued", "Mark.Orphan", "Mark.ReceiveShutdown", "Options", "ReceiveCount", "ReceiveHead",
            "SendCount", "Word.Error", "Word.SendLimit",
        ],
        ["Acknowledgment"] = ["SendCount", "SendCursor", "SendHead", "SndUna", "SndWnd", "Word.MaxSndWnd", "Word.SndWl1", "Word.SoftError"],
        ["Congestion"] = ["CongestionWindow", "Word.SlowStartThreshold"],
        ["DelayedAck"] = ["AckAt"],
        ["Handshake"] = ["Mark.Sack", "Mark.Timestamps", "Mark.WindowScaling", "Word.WasKept"],
        ["PathErrors"] = ["Mark.Duplicates", "Word.SoftError"],
        ["Reassembly"] =
        [
            "Mark.DuplicateText", "Mark.EarlyFin", "Mark.OutOfOrder", "RcvNxt", "ReceiveCount", "Reassembly", "Word.DuplicateEnd", "Word.DuplicateStart",
            "Word.EarlyFin", "Word.Irs",
        ],
        ["ReceiveWindow"] = ["RcvAdv", "Word.ReceiveLimit"],
        ["Recovery"] =
        [
            "Mark.Duplicates", "Mark.GoneBack", "Mark.LeftAnew", "Mark.Recovering", "SendCursor", "Word.DuplicateAcks", "Word.HighRxt", "Word.PassEnd",
            "Word.Recover", "Word.SkipFrom", "Word.SkipTo",
        ],
        ["RetransmissionTimer"] = ["Mark.BackedOff", "RetransmitAt", "Word.ProbeInterval", "Word.Retransmits", "Word.WaitingSince"],
        ["RoundTrip"] = ["Rto", "Word.RttVar4", "Word.Srtt8"],
        ["Scoreboard"] = ["Scoreboard"],
        ["SegmentSize"] = ["SndMss"],
        ["Sending"] = ["Mark.FinSent", "SendCursor", "SndNxt", "Word.FinSequence", "Word.MeasuredAt", "Word.MeasuredSequence", "Word.SmallEnd"],
        ["SlowTimers"] = ["Word.CheckAt", "Word.ExpireAt", "Word.HeardAt", "Word.KeepAliveProbes", "Word.ProbedAt"],
        ["TcpConnection"] = ["Handle"],
        ["TcpListener"] = ["Mark.Waiting", "NextWaiting"],
        ["TcpTransport"] = ["Mark.Attached", "Mark.News", "Mark.OutputQueued", "Next", "NextOutput"],
        ["TimerHeap"] = ["HeapIndex", "WakeAt"],
        ["Timestamps"] = ["Word.LastAckSent", "Word.TimestampRecent"],
        ["UrgentPointer"] = ["Mark.UrgentIn", "Mark.UrgentOut", "Word.RcvUp", "Word.SndUp"],
    };

    // The data path does what its owners would do, in line: a call costs the device as much as three such lines.
    private static readonly Dictionary<string, string[]> s_inLine = new()
    {
        ["ControlBlock"] = ["AckAt"],
        ["HeaderPrediction"] = ["RcvNxt", "ReceiveCount", "RetransmitAt", "SendCount", "SendHead", "SndUna", "Word.HeardAt"],
        ["SegmentOutput"] = ["AckAt"],
        ["Sending"] = ["AckAt", "RetransmitAt"],
    };

    [Fact]
    public void Each_module_writes_its_own_part_of_the_control_block()
    {
        using ModuleDefinition module = DeviceAssembly.Read("NanoTcp");
        string[] written = [.. module.Types.Select(type => Line(type.Name, StateWrites.Of(module, type))).Where(line => !line.EndsWith(": ", StringComparison.Ordinal))];

        Assert.Equal(
            s_owned.Keys.Union(s_inLine.Keys).Select(name => Line(name, [.. Of(s_owned, name), .. Of(s_inLine, name)])).Order(StringComparer.Ordinal),
            written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_part_has_an_owner_and_what_two_share_is_said_here()
    {
        using ModuleDefinition module = DeviceAssembly.Read("NanoTcp");
        ILookup<string, string> owners = s_owned.SelectMany(one => one.Value.Select(part => (part, one.Key))).ToLookup(one => one.part, one => one.Key);

        // The life cycle alone sets these, when a connection begins or ends.
        string[] never = ["Mark.PortBound", "Peer", "Ports", "Word.Iss"];
        Assert.Equal(StateWrites.All(module).Except(s_everybodys).Except(never).Order(), owners.Select(one => one.Key).Order());
        Assert.Equal(
            [
                "Mark.Duplicates: PathErrors Recovery",
                "ReceiveCount: ControlBlock Reassembly",
                "SendCount: Acknowledgment ControlBlock",
                "SendCursor: Acknowledgment Recovery Sending",
                "Word.SoftError: Acknowledgment PathErrors",
            ],
            owners.Where(one => one.Count() > 1).Select(one => $"{one.Key}: {string.Join(' ', one.Order())}").Order());
    }

    [Fact]
    public void A_write_to_the_part_of_another_module_is_found()
    {
        using ModuleDefinition stack = DeviceAssembly.Read("NanoTcp");
        using ModuleDefinition tests = ModuleDefinition.ReadModule(typeof(ControlBlockTests).Assembly.Location);
        IReadOnlySet<string> found = StateWrites.Of(stack, tests.GetType(typeof(ControlBlockTests).FullName).NestedTypes.Single(type => type.Name == nameof(Meddler)));

        Assert.Equal(
            ["Mark.Cork", "Mark.Orphan", "Mark.Recovering", "Reassembly", "Rto", "Scoreboard", "Word.Recover", "Word.Srtt8", StateWrites.Unknown],
            found.Order(StringComparer.Ordinal).OrderBy(one => one == StateWrites.Unknown));
    }

    private static string Line(string module, IEnumerable<string> parts)
    {
        return $"{module}: {string.Join(' ', parts.Except(s_everybodys).Distinct().Order(StringComparer.Ordinal))}";
    }

    private static string[] Of(Dictionary<string, string[]> table, string name)
    {
        return table.GetValueOrDefault(name, []);
    }

    private static class Meddler
    {
        public static void WriteWhatIsNotItsOwn(ControlBlock tcb, bool isLost, int somewhere)
        {
            int[] words = tcb.Words;
            tcb.Rto = 0;
            words[Word.Srtt8] = isLost ? 1 : 2;
            words[Word.Recover]++;
            tcb.Marks |= isLost ? Mark.Cork : Mark.Orphan;
            tcb.Marks &= ~Mark.Recovering;
            Ranges.Remove(words, Reassembly.List, 0);
            words[Scoreboard.List(tcb)] = 0;
            words[somewhere] = 0;
        }
    }
}
