// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.HostSim.Platform;
using NanoTcp.Ip;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Tests.HostSim.Platform;
using NanoTcp.Tests.Stack;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Boards;

/// <summary>A stack on a simulated controller, as in an interactive program, on a machine on which only sleep takes time.</summary>
internal sealed class ControllerBench : IDisposable
{
    private readonly StringWriter _output = new();

    public ControllerBench(string controller)
    {
        Board board = controller == "w5500" ? new Esp32DevKitC() : new Esp32DevKitCEnc28J60();
        Frames.OwnMac.CopyTo(board.MacAddress, 0);
        RealClock clock = new(Machine, Machine.Sleep);
        Controller = new SimulatedController(board, Cable, clock, Enc28J60Errata.All, ControllerFaults.None, _output);
        Stack = new NetworkStack(Controller, new FixedEntropy(), board.StackOptions);
        new IPv4(Stack, new IPv4Options()).Configure(Frames.OwnHost, 24, HostAddress.Any);
        RunFor(5000);
        Cable.Sent.Clear();
    }

    public MachineTime Machine { get; } = new();

    public ScriptedLink Cable { get; } = new(Frames.PeerMac);

    public SimulatedController Controller { get; }

    public NetworkStack Stack { get; }

    public long Polls { get; private set; }

    public string Told => _output.ToString();

    /// <summary>A frame comes over the cable, padded to the minimum length.</summary>
    public void Arrive(byte[] frame)
    {
        byte[] padded = new byte[Math.Max(frame.Length, EthernetHeader.MinFrame)];
        frame.CopyTo(padded, 0);
        Cable.Arrive(padded);
    }

    public long Count(string name)
    {
        return Controller.Counters.Single(counter => counter.Name == name).Value;
    }

    /// <summary>Polls as long as the stack wants to be polled at once. Returns when it wants to be next.</summary>
    public long Settle()
    {
        for (int polls = 0; polls < 1_000_000; polls++)
        {
            Polls++;
            long now = Controller.Milliseconds;
            long due = Stack.Poll(now);
            if (due > now)
            {
                return due;
            }
        }

        throw new TimeoutException("The stack asks to be polled at once for ever.");
    }

    /// <summary>Lets the machine's time pass, polling when the stack wants to be.</summary>
    public void RunFor(long milliseconds)
    {
        long end = Controller.Milliseconds + milliseconds;
        for (long due = Settle(); due < end; due = Settle())
        {
            SleepUntil(due);
        }

        SleepUntil(end);
    }

    public void Dispose()
    {
        Controller.Dispose();
    }

    private void SleepUntil(long milliseconds)
    {
        Machine.Nanoseconds = Math.Max(Machine.Nanoseconds, milliseconds * 1_000_000);
    }
}
