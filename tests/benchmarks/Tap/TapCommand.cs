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
        Option<string> lwip = Lwip.SourceOption();
        Option<bool> markdown = ReportTable.MarkdownOption();
        Command command = new("tap", "Compare the peer with lwIP over TAP interfaces, without offload and with it (Linux, root)")
        {
            peer, baseline, lwip, rounds, markdown,
        };
        command.SetAction(parsed =>
        {
            TestNetwork.Require();
            string hostSim = parsed.GetValue(peer) ?? Peers.PublishHostSim();
            using Interruption interruption = new();
            using TestNetwork first = new("a");
            using TestNetwork second = new("b");
            using TestNetwork third = new("c");
            using TestNetwork fourth = new("d");
            (Contender plain, Contender offloading) = parsed.GetValue(baseline) is string path
                ? (new Contender("baseline", path, Peers.PlainHostSimArguments, first), new Contender("baseline, offload", path, Peers.HostSimArguments, third))
                : (new Contender("lwIP", Lwip.Build(parsed.GetValue(lwip), offload: false), Peers.LwipArguments, first),
                    new Contender("lwIP, offload", Lwip.Build(parsed.GetValue(lwip), offload: true), Peers.LwipArguments, third));
            TapComparison comparison = new(
                [
                    (plain, new Contender("NanoTcp", hostSim, Peers.PlainHostSimArguments, second)),
                    (offloading, new Contender("NanoTcp, offload", hostSim, Peers.HostSimArguments, fourth)),
                ],
                interruption);
            comparison.Run(parsed.GetValue(rounds));
            comparison.Print(parsed.GetValue(markdown));
        });
        return command;
    }
}
