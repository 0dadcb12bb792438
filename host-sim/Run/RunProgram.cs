// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.HostSim.Capture;
using NanoTcp.HostSim.Gateway;
using NanoTcp.HostSim.Tap;
using NanoTcp.Network;
using NanoTcp.Simulation;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Capture;
using NanoTcp.Simulation.Trace;
using NanoTcp.Simulation.Wire;
using Spectre.Console;

namespace NanoTcp.HostSim.Run;

/// <summary>Boots a board on a wire with a far end, and runs all in real time until it is asked to stop.</summary>
internal static class RunProgram
{
    private const int WidestLine = 1000;
    private const int Failed = 1;

    /// <summary>Returns the exit status of the program: 1 when the capture is incomplete.</summary>
    /// <exception cref="TapException">The interface cannot be used.</exception>
    /// <exception cref="CaptureException">The capture file cannot be written.</exception>
    /// <exception cref="IOException">The interface failed later.</exception>
    /// <exception cref="SimulationException">Something in the simulation itself failed.</exception>
    public static int Run(RunOptions options)
    {
        BoardSetup setup = options.Setup;
        VirtualWire wire = new(options.Faults);
        VirtualNetwork network = new(wire);
        ILiveBoard? running = null;
        IFarEnd farEnd = options.TapName == null
            ? FarEnds.Gateway(options.Ports, GatewayOf(options), () => running?.Network.Address ?? HostAddress.Any, wire, network)
            : FarEnds.Tap(options.TapName, (setup.Board.MacAddress, options.Network), () => Banner.HostOf(running!.Network), wire, network);
        using PcapWriter? pcap = OpenCapture(options.PcapPath, farEnd);

        // The far end is disposed before the capture, so that its last frames are recorded too.
        using IFarEnd ending = farEnd;
        FrameRecorder? recorder = Observe(wire, options, pcap);
        using ILiveBoard board = options.Platform == null ? new TimelessBoard(setup, wire, network) : new PlatformBoard(setup, options.Platform, wire, network);
        running = board;
        try
        {
            network.Add(farEnd.Join(board.Port, board.Link));
            if (!AnsiConsole.Profile.Out.IsTerminal)
            {
                // A file or a pipe counts as 80 columns, and lines would be broken.
                AnsiConsole.Profile.Width = WidestLine;
            }

            Banner.Show(AnsiConsole.Console, options, farEnd, board.Network);
            Loop(board, farEnd, recorder);
        }
        catch (Exception failure) when (failure is not (IOException or CaptureException))
        {
            throw board.Report.Ending(failure);
        }

        Console.WriteLine("At the controller: " + string.Join(' ', board.Counters.Where(counter => counter.Value > 0).Select(counter => $"{counter.Name}={counter.Value}")));
        return pcap is { HasFailed: true } ? Failed : 0;
    }

    private static IPv4Prefix GatewayOf(RunOptions options)
    {
        return options.Setup.Gateway == 0 ? options.Network.Neighbour : options.Network with { Address = options.Setup.Gateway };
    }

    // The capture comes after the far end. If that cannot start, no capture file is left behind.
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

    private static FrameRecorder? Observe(VirtualWire wire, RunOptions options, PcapWriter? pcap)
    {
        List<IFrameSink> sinks = [];
        if (pcap != null)
        {
            sinks.Add(pcap);
        }

        if (options.Trace)
        {
            sinks.Add(MakeTrace(options.Setup.Board));
        }

        if (sinks.Count == 0)
        {
            return null;
        }

        FrameRecorder recorder = new(TimeProvider.System, [.. sinks]);
        wire.Observe(recorder);
        return recorder;
    }

    // The other end stays in TIME-WAIT as long as a board. The gateway's stack has the same default, and Linux the same constant.
    private static LadderTrace MakeTrace(Board board)
    {
        byte[] mac = board.MacAddress;
        int timeWait = board.TcpOptions.TimeWait;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi)
        {
            return new LadderTrace(mac, new LadderFormatter(WidestLine), timeWait, Console.Out.WriteLine);
        }

        // The terminal breaks lines that are too long for the window. Spectre.Console would break them between words.
        ColouredLadder formatter = new(console.Profile.Width);
        console.Profile.Width = WidestLine;
        return new LadderTrace(mac, formatter, timeWait, console.MarkupLine);
    }

    private static void Loop(ILiveBoard board, IFarEnd farEnd, FrameRecorder? recorder)
    {
        int linkChanges = 0;
        int networkChanges = 0;
        bool goesOn;
        do
        {
            goesOn = board.GoOn(farEnd);
            NetworkInterface network = board.Network;
            if (network.Stack.LinkChanges != linkChanges)
            {
                linkChanges = network.Stack.LinkChanges;
                Banner.ShowLink(AnsiConsole.Console, network.IsLinkUp);
            }

            if (network.Changes != networkChanges && network.IsLinkUp)
            {
                networkChanges = network.Changes;
                Banner.ShowAddress(AnsiConsole.Console, network, board.Now, farEnd is TapBridge);
            }

            recorder?.Advance(board.Now);
        }
        while (goesOn);
    }
}
