// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.HostSim.Capture;
using NanoTcp.HostSim.Gateway;
using NanoTcp.HostSim.Platform;
using NanoTcp.HostSim.Tap;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Capture;
using NanoTcp.Simulation.Trace;
using NanoTcp.Simulation.Wire;
using Spectre.Console;

namespace NanoTcp.HostSim.Run;

/// <summary>Boots a board on a wire, puts something at the other end, and lets all run in real time until it is asked to stop.</summary>
internal static class RunProgram
{
    /// <summary>The longest sleep in milliseconds, so that nothing can hold up the end of the program.</summary>
    private const int MaxSleep = 100;

    private const int WidestLine = 1000;
    private const int Failed = 1;

    /// <summary>Returns the exit status of the program: 1 when the capture is not whole.</summary>
    /// <exception cref="TapException">The interface cannot be used.</exception>
    /// <exception cref="CaptureException">The capture file cannot be written.</exception>
    /// <exception cref="IOException">The interface failed later.</exception>
    /// <exception cref="SimulationException">Something in the simulation itself failed.</exception>
    public static int Run(RunOptions options)
    {
        Board board = options.Board;
        byte[] mac = board.MacAddress;
        options.Mac?.CopyTo(mac, 0);
        VirtualWire wire = new(options.Faults);
        VirtualNetwork network = new(wire);

        IFarEnd farEnd = options.TapName == null
            ? FarEnds.Gateway(options, wire, network)
            : FarEnds.Tap(options, options.TapName, mac, wire, network);
        using PcapWriter? pcap = OpenCapture(options.PcapPath, farEnd);

        // Ended before the capture is: what the far end sends when it ends is recorded too.
        using IFarEnd ending = farEnd;
        FrameRecorder? recorder = Observe(wire, mac, options, pcap);

        WirePort port = wire.Attach(mac);
        using SimulatedController controller = new(
            board, port, new RealClock(TimeProvider.System, Thread.Sleep), options.Errata, options.ControllerFaults, Console.Error);
        try
        {
            SimulatedBoard simulated = new(board, controller, new SystemEntropy(), options.Address, options.Gateway, options.Services);
            network.Add(simulated.Stack, simulated);
            network.Add(farEnd.Join(port, controller));
            Banner.Show(AnsiConsole.Console, board, mac, options, farEnd);
            Loop(network, farEnd, controller, simulated.Stack, recorder);
        }
        catch (Exception failure) when (failure is not (IOException or CaptureException))
        {
            throw controller.Report.Ending(failure);
        }

        Console.WriteLine("At the controller: " + string.Join(' ', controller.Counters.Where(counter => counter.Value > 0).Select(counter => $"{counter.Name}={counter.Value}")));
        return pcap is { HasFailed: true } ? Failed : 0;
    }

    // After the far end, which may refuse: then no capture file is left behind.
    private static PcapWriter? OpenCapture(string? path, IFarEnd farEnd)
    {
        try
        {
            return path == null ? null : CaptureFile.Record(path, DateTimeOffset.UtcNow, Console.Error.WriteLine);
        }
        catch (CaptureException)
        {
            farEnd.Dispose();
            throw;
        }
    }

    private static FrameRecorder? Observe(VirtualWire wire, byte[] mac, RunOptions options, PcapWriter? pcap)
    {
        List<IFrameSink> sinks = [];
        if (pcap != null)
        {
            sinks.Add(pcap);
        }

        if (options.Trace)
        {
            sinks.Add(MakeTrace(mac, options.Board.TcpOptions.TimeWait));
        }

        if (sinks.Count == 0)
        {
            return null;
        }

        FrameRecorder recorder = new(TimeProvider.System, [.. sinks]);
        wire.Observe(recorder);
        return recorder;
    }

    // The other end stays in TIME-WAIT as long as a board does: the gateway's stack has the same default, and Linux the same constant.
    private static LadderTrace MakeTrace(byte[] mac, int timeWait)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi)
        {
            return new LadderTrace(mac, new LadderFormatter(WidestLine), timeWait, Console.Out.WriteLine);
        }

        // A line that is too long for the window is for the terminal to break: Spectre.Console would break it between words.
        ColouredLadder formatter = new(console.Profile.Width);
        console.Profile.Width = WidestLine;
        return new LadderTrace(mac, formatter, timeWait, console.MarkupLine);
    }

    private static void Loop(VirtualNetwork network, IFarEnd farEnd, SimulatedController board, NetworkStack stack, FrameRecorder? recorder)
    {
        DeviceClock clock = new();
        int linkChanges = 0;
        int sleep;
        do
        {
            // A single round: the board's time goes on in it, and the next one is to know.
            long next = network.RunAt(clock.Follow(board.Milliseconds), maxRounds: 1);
            if (stack.LinkChanges != linkChanges)
            {
                linkChanges = stack.LinkChanges;
                Banner.ShowLink(AnsiConsole.Console, stack.IsLinkUp);
            }

            long now = clock.Follow(board.Milliseconds);
            recorder?.Advance(now);
            sleep = (int)Math.Clamp(next - now, 0, MaxSleep);
        }
        while (farEnd.Wait(sleep));
    }
}
