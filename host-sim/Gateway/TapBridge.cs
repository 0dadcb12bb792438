// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Tap;
using NanoTcp.Link;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.HostSim.Gateway;

/// <summary>Joins the wire to a TAP interface, so that faults, trace and capture work between the board and the kernel as well.</summary>
/// <param name="name">The interface.</param>
/// <param name="tap">The link to it.</param>
/// <param name="boardHost">By what name or address the board is found at present.</param>
/// <param name="port">The wire's port.</param>
/// <param name="stop">The request to end.</param>
internal sealed class TapBridge(string name, TapLink tap, Func<string> boardHost, WirePort port, StopSignal stop) : IFarEnd
{
    /// <summary>
    /// The most frames that the interface gives in one poll. The board takes no more in one poll, and further frames would pile up on the wire.
    /// </summary>
    private const int MaxFrames = 16;

    /// <inheritdoc/>
    public string Url => $"http://{boardHost()}/";

    /// <summary>The board's cable is plugged into the interface. When the host takes the interface down, the board has no link.</summary>
    public SharedCable Join(WirePort boardPort, EthernetLink controller)
    {
        return new SharedCable(boardPort, tap);
    }

    /// <inheritdoc/>
    public IEnumerable<(string Name, string Text)> Ways =>
        [("Interface", name), ("Try", $"ping {boardHost()}"), ("", $"curl {Url}")];

    /// <inheritdoc/>
    public long Poll(long now)
    {
        if (now >= tap.Due)
        {
            tap.Due = tap.Poll(now);
        }

        for (FrameBuffer? frame = port.Receive(); frame != null; frame = port.Receive())
        {
            // An interface that takes no frame loses it, as a full switch does.
            tap.Transmit(frame);
        }

        for (int i = 0; i < MaxFrames; i++)
        {
            if (!port.CanTransmit())
            {
                return long.MaxValue;
            }

            FrameBuffer? frame = tap.Receive();
            if (frame == null)
            {
                return long.MaxValue;
            }

            port.Transmit(frame);
        }

        return now;
    }

    /// <inheritdoc/>
    public bool Wait(int milliseconds)
    {
        if ((TapWait.For(tap, stop, input: false, milliseconds) & Readiness.Stop) != 0)
        {
            stop.Forget();
        }

        return !stop.IsRequested;
    }

    /// <inheritdoc/>
    public void Wake()
    {
        stop.Wake();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Dispose();
        tap.Dispose();
    }
}
