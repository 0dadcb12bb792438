// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.HostSim.Capture;
using NanoTcp.HostSim.Gateway;
using NanoTcp.HostSim.Tap;
using NanoTcp.Network;
using NanoTcp.Simulation;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Capture;
using NanoTcp.Simulation.Trace;
using NanoTcp.Simulation.Wire;
using Spectre.Console;

namespace NanoTcp.HostSim.Run;

/// <summary>A board on a wire with a far end, in real time, with its trace and its capture.</summary>
internal sealed class BoardRun : IDisposable
{
    private const int WidestLine = 1000;
    private const int Failed = 1;

    private readonly PcapWriter? _pcap;
    private readonly FrameRecorder? _recorder;
    private int _linkChanges;
    private int _networkChanges;

    /// <summary>Boots the board.</summary>
    /// <exception cref="TapException">The interface cannot be used.</exception>
    /// <exception cref="CaptureException">The capture file cannot be written.</exception>
    /// <exception cref="SimulationException">Something in the simulation itself failed.</exception>
    public BoardRun(RunOptions options)
    {
        BoardSetup setup = options.Setup;
        VirtualWire wire = new(options.Faults);
        VirtualNetwork network = new(wire);
        ILiveBoard? running = null;
        FarEnd = options.TapName == null
            ? FarEnds.Gateway(options.Ports, options.GatewayAddress, () => running?.Network.Address ?? HostAddress.Any, wire, network)
            : FarEnds.Tap(options.TapName, (setup.Board.MacAddress, options.Network), () => Banner.HostOf(running!.Network), wire, network);
        try
        {
            // The capture comes after the far end. If that cannot start, no capture file is left behind.
            _pcap = options.PcapPath == null ? null : CaptureFile.Record(options.PcapPath, DateTimeOffset.UtcNow, Console.Error.WriteLine);
            _recorder = Observe(wire, options, _pcap);
            Board = options.Platform == null ? new TimelessBoard(setup, wire, network) : new PlatformBoard(setup, options.Platform, wire, network);
            running = Board;
        }
        catch
        {
            FarEnd.Dispose();
            _pcap?.Dispose();
            throw;
        }

        network.Add(FarEnd.Join(Board.Port, Board.Link));
        if (!AnsiConsole.Profile.Out.IsTerminal)
        {
            // A file or a pipe counts as 80 columns, and lines would be broken.
            AnsiConsole.Profile.Width = WidestLine;
        }

        Banner.Show(AnsiConsole.Console, options, FarEnd, Board.Network);
    }

    public ILiveBoard Board { get; }

    public IFarEnd FarEnd { get; }

    /// <summary>Tells of what has changed since the last call.</summary>
    public void Tell()
    {
        NetworkInterface network = Board.Network;
        if (network.Stack.LinkChanges != _linkChanges)
        {
            _linkChanges = network.Stack.LinkChanges;
            Banner.ShowLink(AnsiConsole.Console, network.IsLinkUp);
        }

        if (network.Changes != _networkChanges && network.IsLinkUp)
        {
            _networkChanges = network.Changes;
            Banner.ShowAddress(AnsiConsole.Console, network, Board.Now, FarEnd is TapBridge);
        }

        _recorder?.Advance(Board.Now);
    }

    /// <summary>Tells what there is to tell at the end. Returns the exit status: 1 when the capture is incomplete.</summary>
    public int End()
    {
        Console.WriteLine("At the controller: " + string.Join(' ', Board.Counters.Where(counter => counter.Value > 0).Select(counter => $"{counter.Name}={counter.Value}")));
        return _pcap is { HasFailed: true } ? Failed : 0;
    }

    /// <summary>The far end is disposed before the capture, so that its last frames are recorded too.</summary>
    public void Dispose()
    {
        Board.Dispose();
        FarEnd.Dispose();
        _pcap?.Dispose();
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
}
