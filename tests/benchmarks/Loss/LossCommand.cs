// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.Globalization;
using NanoTcp.Benchmarks.Tap;
using Spectre.Console;

namespace NanoTcp.Benchmarks.Loss;

/// <summary>The command <c>loss</c>: bulk TCP between this machine's kernel and host-sim's peer, then lwIP, over a wire that loses frames.</summary>
internal static class LossCommand
{
    private static readonly int[] s_percentages = [0, 1, 3, 5, 10];

    public static Command Create()
    {
        Option<string> peer = new("--peer")
        {
            Description = "The published host-sim; if not given it is published first, with Native AOT",
            HelpName = "FILE",
        };
        Option<int> seeds = Count("--seeds", 5, "Number of transfers; the median counts");
        Option<int> seconds = Count("--seconds", 4, "How long each takes");
        Option<string> control = new("--congestion-control")
        {
            Description = "The kernel's, which sends where the peer receives",
            HelpName = "NAME",
            DefaultValueFactory = _ => "bbr",
        };
        Option<string> source = Lwip.SourceOption();
        Option<bool> markdown = ReportTable.MarkdownOption();
        Command command = new("loss", "Compare the peer with lwIP over a wire that loses frames, 20 ms and 25 Mbit/s, in real time (Linux, root)")
        {
            peer, source, seeds, seconds, control, markdown,
        };
        command.SetAction(parsed =>
        {
            TestNetwork.Require();
            string hostSim = parsed.GetValue(peer) ?? Peers.PublishHostSim();
            string lwip = Lwip.Build(parsed.GetValue(source), offload: false);
            using Interruption interruption = new();
            using TestNetwork kernel = new("kernel");
            using TestNetwork near = new("peer", hasKernel: false);

            // Or what one connection found out about the wire is used by the next one.
            kernel.Set("net.ipv4.tcp_no_metrics_save", "1");

            // Offload is off, because a wire carries no segment longer than a frame.
            Contender[] peers = [new("NanoTcp", hostSim, Peers.PlainHostSimArguments, near), new("lwIP", lwip, Peers.LwipArguments, near)];
            TimeSpan time = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            LossComparison comparison = new(peers, kernel, parsed.GetValue(control)!, parsed.GetValue(seeds), time, interruption);
            Show(comparison, peers, "The peer receives", peerSends: false, parsed.GetValue(markdown));
            Show(comparison, peers, "The peer sends", peerSends: true, parsed.GetValue(markdown));
            AnsiConsole.WriteLine("Mbit/s of payload: median, least and most. Ahead: seeds with which NanoTcp got more through.");
        });
        return command;
    }

    private static Option<int> Count(string name, int initial, string description)
    {
        const int most = 1000;
        return new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => initial,
            CustomParser = result =>
            {
                if (!int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out int number) || number is < 1 or > most)
                {
                    result.AddError($"{name} takes a number from 1 to {most}.");
                }

                return number;
            },
        };
    }

    private static void Show(LossComparison comparison, Contender[] peers, string title, bool peerSends, bool markdown)
    {
        ReportTable table = new(title, [], ["loss", .. peers.SelectMany(peer => (string[])[peer.Name, "least", "most"]), "ahead"]);
        foreach (int percent in s_percentages)
        {
            double[][] rates = comparison.Measure(percent, peerSends);
            int ahead = rates[0].Zip(rates[1]).Count(pair => pair.First > pair.Second);
            table.Add([$"{percent} %", .. rates.SelectMany(Cells), $"{ahead} of {rates[0].Length}"]);
        }

        table.Write(markdown);
    }

    private static IEnumerable<string> Cells(double[] rates)
    {
        return [Number(TapComparison.Median(rates)), Number(rates.Min()), Number(rates.Max())];
    }

    private static string Number(double rate)
    {
        return rate.ToString("0.00", CultureInfo.InvariantCulture);
    }
}
