// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Measure.Goodput;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>goodput</c>: bulk TCP over a wire that loses frames, in virtual time.</summary>
internal static class GoodputCommand
{
    private const int DefaultSize = 16 * 1024 * 1024;
    private const int MinSize = 1460;
    private const int MaxSize = 1024 * 1024 * 1024;
    private const int DefaultSeeds = 9;
    private const int MaxSeeds = 10_000;
    private const int DefaultBuffers = 65_536;
    private const int MaxBuffers = 16 * 1024 * 1024;

    // As a large machine has them.
    private const int DefaultFarBuffers = 1024 * 1024;
    private const int DefaultRoundTrip = 20;
    private const int MaxRoundTrip = 10_000;
    private const int DefaultRate = 25_000;
    private const int MaxRate = 10_000_000;

    // As Linux's netem.
    private const int DefaultQueue = 1000;
    private const int MaxQueue = 1_000_000;

    private const int MaxTick = 1000;
    private const long NanosecondsPerHalfMillisecond = 500_000;
    private const long BitsPerKilobit = 1000;

    public static Command Create()
    {
        Option<int> roundTrip = CommandOptions.Number("--delay", DefaultRoundTrip, 0, MaxRoundTrip, "Milliseconds of a round trip");
        Option<int> rate = CommandOptions.Number("--rate", DefaultRate, 1, MaxRate, "kbit/s of the wire, each way");
        Option<int> queue = CommandOptions.Number("--queue", DefaultQueue, 1, MaxQueue, "Frames that can wait in front of the wire");
        Option<int> buffers = CommandOptions.Number("--buffers", DefaultBuffers, 1, MaxBuffers, "Bytes of the measured end's send and receive buffer");
        Option<int> farBuffers = CommandOptions.Number("--far-buffers", DefaultFarBuffers, 1, MaxBuffers, "Bytes of the other end's send and receive buffer");
        Option<int> tick = CommandOptions.Number("--tick", 1, 1, MaxTick, "Milliseconds by which the measured end's clock moves: 10 on an ESP32");
        Option<int> size = CommandOptions.Number("--size", DefaultSize, MinSize, MaxSize, "Bytes of payload of a transfer");
        Option<int> seeds = CommandOptions.Number("--seeds", DefaultSeeds, 1, MaxSeeds, "Number of transfers; the median counts");
        Option<bool> headers = new("--count-headers") { Description = "Let headers take time on the wire too" };
        Option<bool> dataOnly = new("--data-only") { Description = "Lose only data, and no acknowledgments" };
        Option<bool> smoltcp = new("--smoltcp") { Description = "Measure in the setting of smoltcp's own simulation instead; of the other options only --seeds applies" };
        Command command = new("goodput", "Measure bulk TCP over a wire that loses frames, in virtual time")
        {
            roundTrip, rate, queue, buffers, farBuffers, tick, size, seeds, headers, dataOnly, smoltcp,
        };
        command.SetAction(
            parsed => parsed.GetValue(smoltcp) && command.Options.Any(option => option != smoltcp && option != seeds && parsed.IsGiven(option))
                ? "--smoltcp has a setting of its own: of the other options only --seeds has a meaning with it."
                : null,
            Run);
        return command;

        int Run(ParseResult parsed)
        {
            if (parsed.GetValue(smoltcp))
            {
                NetsimReport.Show(AnsiConsole.Console, parsed.GetValue(seeds));
                return 0;
            }

            GoodputSetting setting = new()
            {
                Size = parsed.GetValue(size),
                DelayNanoseconds = parsed.GetValue(roundTrip) * NanosecondsPerHalfMillisecond,
                BitRate = parsed.GetValue(rate) * BitsPerKilobit,
                QueueFrames = parsed.GetValue(queue),
                CountsHeaders = parsed.GetValue(headers),
                LosesDataOnly = parsed.GetValue(dataOnly),
                NearClockStep = parsed.GetValue(tick),
                NearBuffers = parsed.GetValue(buffers),
                FarBuffers = parsed.GetValue(farBuffers),
            };
            GoodputReport.Show(AnsiConsole.Console, setting, parsed.GetValue(seeds));
            return 0;
        }
    }
}
