// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>The command <c>tap</c>: host-sim's peer and lwIP side by side.</summary>
internal static class TapCommand
{
    public static Command Create()
    {
        Option<string> peer = new("--peer")
        {
            Description = "The published host-sim; if not given it is published first, with Native AOT",
            HelpName = "FILE",
        };
        Option<string> baseline = new("--against")
        {
            Description = "Another published host-sim to compare with, instead of lwIP",
            HelpName = "FILE",
        };
        Option<int> rounds = new("--rounds") { Description = "How often everything is measured", HelpName = "N", DefaultValueFactory = _ => 7 };
        Command command = new("tap", "Compare the peer with lwIP over TAP interfaces (Linux, root)") { peer, baseline, rounds };
        command.SetAction(parsed =>
        {
            TestNetwork.Require();
            string hostSim = parsed.GetValue(peer) ?? Peers.PublishHostSim();
            using Interruption interruption = new();
            using TestNetwork first = new("a");
            using TestNetwork second = new("b");
            Contender other = parsed.GetValue(baseline) is string path
                ? new Contender("baseline", path, Peers.HostSimArguments, first)
                : new Contender("lwIP", Peers.BuildLwip(), Peers.LwipArguments, first);
            TapComparison comparison = new(other, new Contender("NanoTcp", hostSim, Peers.HostSimArguments, second), interruption);
            comparison.Run(parsed.GetValue(rounds));
            comparison.Print();
        });
        return command;
    }
}
