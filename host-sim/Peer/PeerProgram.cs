// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Text;
using NanoTcp.HostSim.Platform;
using NanoTcp.HostSim.Tap;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Peer;

/// <summary>Runs the peer on a TAP interface, on one thread, until its input ends or a signal ends it.</summary>
internal sealed class PeerProgram
{
    /// <summary>How long a server looks for the next frame before it sleeps. Going to sleep and waking up takes a little longer.</summary>
    private static readonly long s_spinTime = Stopwatch.Frequency / 20_000;

    /// <summary>
    /// The clock of the stack counts milliseconds. So it is not read for each of several frames in a row, unless they take the time of a controller's
    /// bus.
    /// </summary>
    private const int FramesPerLook = 16;

    private readonly TapLink _tap;
    private readonly StopSignal _stop;
    private readonly PeerStack _stack;
    private readonly int _framesPerLook;

    private PeerProgram(TapLink tap, StopSignal stop, PeerStack stack, bool hasController)
    {
        _tap = tap;
        _stop = stop;
        _stack = stack;
        _framesPerLook = hasController ? 1 : FramesPerLook;
    }

    /// <exception cref="TapException">The interface cannot be used.</exception>
    /// <exception cref="IOException">The interface failed later.</exception>
    /// <exception cref="SimulationException">Something in the simulation of a controller failed.</exception>
    public static void Run(PeerOptions options)
    {
        using TapLink tap = TapLink.Open(options.TapName, options.Mac, options.Address, options.Offload,
            sums: options.Board == null, batch: options.Serve && options.Board == null);
        using StopSignal stop = new();
        MonotonicClock clock = new();
        using SimulatedController? controller = Controller(options, tap);
        PeerStack stack = controller == null
            ? new(options, tap, new SystemEntropy(), () => clock.Milliseconds) { Tap = tap }
            : new(options, controller, new SystemEntropy(), () => controller.Milliseconds) { Tap = tap };
        PeerProgram program = new(tap, stop, stack, controller != null);
        string ready = $"ready {PeerSession.Protocol} ip={IPv4Address.ToString(options.Address.Address)} mac={MacAddress.Format(options.Mac)} "
            + $"name={PeerSession.ProductName}\n";
        if (program.Run(options, ready, controller))
        {
            Reply line = new(8192);
            new PeerReports(stack).Counters(line);
            Console.Error.WriteLine(Encoding.ASCII.GetString(line.Text).TrimStart());
        }
    }

    // The link between the core and the interface, if there is one.
    private static SimulatedController? Controller(PeerOptions options, TapLink tap)
    {
        if (options.Board == null)
        {
            return null;
        }

        options.Mac.CopyTo(options.Board.MacAddress, 0);
        return new SimulatedController(
            options.Board, tap, new RealClock(TimeProvider.System, Thread.Sleep), options.Errata, options.ControllerFaults, Console.Error);
    }

    private bool Run(PeerOptions options, string ready, SimulatedController? controller)
    {
        try
        {
            return options.Serve ? Serve(options, ready) : Obey(options, ready);
        }
        catch (Exception failure) when (controller != null && failure is not IOException)
        {
            throw controller.Report.Ending(failure);
        }
    }

    /// <summary>Obeys commands. Whether a signal has ended it.</summary>
    private bool Obey(PeerOptions options, string ready)
    {
        PeerSession session = new(_stack, options);
        CommandLines lines = new();
        _stack.Settle();
        AwaitLink();
        if (!StandardStreams.TryWrite(ready))
        {
            return false;
        }

        while (true)
        {
            Readiness readiness = TapWait.For(_tap, _stop, input: true, TapWait.Timeout(_tap, _stack.Now, _stack.Due));
            if (readiness.HasFlag(Readiness.Stop))
            {
                return true;
            }

            if (!readiness.HasFlag(Readiness.Input))
            {
                _stack.Settle();
            }
            else if (!TryTalk(session, lines))
            {
                return false;
            }
        }
    }

    // A controller's takes a second or two. An interface that the host has not brought up has no link.
    private void AwaitLink()
    {
        while (_tap.IsUp && !_stack.Stack.IsLinkUp && !_stop.IsRequested)
        {
            TapWait.For(_tap, _stop, input: false, TapWait.Timeout(_tap, _stack.Now, _stack.Due));
            _stack.Settle();
        }
    }

    // Does what has arrived on standard input. False when the conversation is over.
    private static bool TryTalk(PeerSession session, CommandLines lines)
    {
        bool goesOn = StandardStreams.TryRead(lines.Room, out int count);
        lines.Add(count);
        while (lines.TryTake(out ReadOnlySpan<char> line, out bool tooLong) || (!goesOn && lines.TryTakeRest(out line, out tooLong)))
        {
            if (!StandardStreams.TryWrite(tooLong ? session.Refuse() : session.Execute(line)) || session.HasEnded)
            {
                return false;
            }
        }

        return goesOn;
    }

    /// <summary>Runs the services until a signal ends them. Returns that signal.</summary>
    private bool Serve(PeerOptions options, string ready)
    {
        PeerServices services = new(_stack, options);
        services.Start();
        _stack.Settle();
        AwaitLink();
        if (!StandardStreams.TryWrite(ready))
        {
            return false;
        }

        // While several threads share descriptors the kernel counts the users of a descriptor at each call. From here on this thread has its own
        // table of them. Everything also works without that, so the result is not checked.
        _ = Libc.Unshare(Libc.CloneFiles);
        long now = _stack.Now;
        while (!_stop.IsRequested)
        {
            int before = _tap.FramesRead;
            if (before % _framesPerLook == 0)
            {
                now = _stack.Now;
            }

            long due = _stack.Stack.Poll(now);
            due = Math.Min(due, services.Poll(now));
            due = Math.Min(due, _stack.Stack.Flush(now));

            // Frames mostly come in series. So the program waits only in a pause, and only if the pause lasts.
            if (_tap.FramesRead == before)
            {
                if (due > now && !_tap.Spin(s_spinTime))
                {
                    TapWait.For(_tap, _stop, input: false, TapWait.Timeout(_tap, _stack.Now, due));
                }

                now = _stack.Now;
            }
        }

        return true;
    }
}
