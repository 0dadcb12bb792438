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
    private static readonly string[] s_everybodys = ["ConnectionFlag.AckNow", "Readiness", "State"];

    private static readonly Dictionary<string, string[]> s_owned = new()
    {
        ["ControlBlock"] =
        [
            "ConnectionFlag.Cork", "ConnectionFlag.FinQueued", "ConnectionFlag.Orphan", "ConnectionFlag.ReceiveShutdown", "Options", "ReceiveCount", "ReceiveHead",
            "SendCount", "Variable.Error", "Variable.SendLimit",
        ],
        ["Acknowledgment"] = ["SendCount", "SendCursor", "SendHead", "SndUna", "SndWnd", "Variable.MaxSndWnd", "Variable.SndWl1", "Variable.SoftError"],
        ["Congestion"] = ["CongestionWindow", "Variable.SlowStartThreshold"],
        ["DelayedAck"] = ["AckAt"],
        ["Handshake"] = ["ConnectionFlag.Sack", "ConnectionFlag.Timestamps", "ConnectionFlag.WindowScaling", "Variable.WasKept"],
        ["PathErrors"] = ["ConnectionFlag.Duplicates", "Variable.SoftError"],
        ["Reassembly"] =
        [
            "ConnectionFlag.DuplicateText", "ConnectionFlag.EarlyFin", "ConnectionFlag.OutOfOrder", "RcvNxt", "ReceiveCount", "Reassembly", "Variable.DuplicateEnd", "Variable.DuplicateStart",
            "Variable.EarlyFin", "Variable.Irs",
        ],
        ["ReceiveWindow"] = ["RcvAdv", "Variable.ReceiveLimit"],
        ["Recovery"] =
        [
            "ConnectionFlag.Duplicates", "ConnectionFlag.GoneBack", "ConnectionFlag.LeftAnew", "ConnectionFlag.Recovering", "SendCursor", "Variable.DuplicateAcks", "Variable.HighRxt", "Variable.PassEnd",
            "Variable.Recover", "Variable.SkipFrom", "Variable.SkipTo",
        ],
        ["RetransmissionTimer"] = ["ConnectionFlag.BackedOff", "RetransmitAt", "Variable.ProbeInterval", "Variable.Retransmits", "Variable.Shortened", "Variable.WaitingSince"],
        ["RoundTrip"] = ["Rto", "Variable.RttVar4", "Variable.Srtt8"],
        ["Scoreboard"] = ["Scoreboard"],
        ["SegmentSize"] = ["SndMss"],
        ["Sending"] = ["ConnectionFlag.FinSent", "SendCursor", "SndNxt", "Variable.FinSequence", "Variable.MeasuredAt", "Variable.MeasuredSequence", "Variable.SmallEnd"],
        ["SlowTimers"] = ["Variable.CheckAt", "Variable.ExpireAt", "Variable.HeardAt", "Variable.KeepAliveProbes", "Variable.ProbedAt"],
        ["TcpConnection"] = ["Handle"],
        ["TcpListener"] = ["ConnectionFlag.Waiting", "NextWaiting"],
        ["TcpTransport"] = ["ConnectionFlag.Attached", "ConnectionFlag.News", "ConnectionFlag.OutputQueued", "Next", "NextOutput"],
        ["TimerHeap"] = ["HeapIndex", "WakeAt"],
        ["Timestamps"] = ["Variable.LastAckSent", "Variable.TimestampRecent"],
        ["UrgentPointer"] = ["ConnectionFlag.UrgentIn", "ConnectionFlag.UrgentOut", "Variable.RcvUp", "Variable.SndUp"],
    };

    // The data path does what its owners would do, in line: a call costs the device as much as three such lines.
    private static readonly Dictionary<string, string[]> s_inLine = new()
    {
        ["ControlBlock"] = ["AckAt"],
        ["HeaderPrediction"] = ["RcvNxt", "ReceiveCount", "RetransmitAt", "SendCount", "SendHead", "SndUna", "Variable.HeardAt"],
        ["SegmentOutput"] = ["AckAt"],
        ["Sending"] = ["AckAt", "RetransmitAt", "Variable.ProbeInterval"],
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
        string[] never = ["ConnectionFlag.PortBound", "Peer", "Ports", "Variable.Iss"];
        Assert.Equal(StateWrites.All(module).Except(s_everybodys).Except(never).Order(), owners.Select(one => one.Key).Order());
        Assert.Equal(
            [
                "ConnectionFlag.Duplicates: PathErrors Recovery",
                "ReceiveCount: ControlBlock Reassembly",
                "SendCount: Acknowledgment ControlBlock",
                "SendCursor: Acknowledgment Recovery Sending",
                "Variable.SoftError: Acknowledgment PathErrors",
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
            ["ConnectionFlag.Cork", "ConnectionFlag.Orphan", "ConnectionFlag.Recovering", "Reassembly", "Rto", "Scoreboard", "Variable.Recover", "Variable.Srtt8", StateWrites.Unknown],
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
            int[] words = tcb.Variables;
            tcb.Rto = 0;
            words[Variable.Srtt8] = isLost ? 1 : 2;
            words[Variable.Recover]++;
            tcb.Flags |= isLost ? ConnectionFlag.Cork : ConnectionFlag.Orphan;
            tcb.Flags &= ~ConnectionFlag.Recovering;
            Ranges.Remove(words, Reassembly.List, 0);
            words[Scoreboard.List(tcb)] = 0;
            words[somewhere] = 0;
        }
    }
}
