// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Simulation.Time;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Wire;

/// <summary>
/// A cable between a controller's model and a fast host, with the true speed in both directions. Towards the host the models keep that speed: they
/// deliver a frame when it has left. From the host it depends on the model. A W5500 takes a frame when its last bit arrives, so the wire takes the
/// time. An ENC28J60 takes a frame with its first bit and then receives in the time of the wire. In half duplex it does not receive while it sends.
/// So here the wire takes no time.
/// </summary>
public sealed class PacedWire : ISimulatedPart
{
    private readonly IHardwareClock _clock;
    private readonly WireLane _toBoard;
    private readonly WireLane _toHost;

    /// <param name="nanosecondsPerByte">The time of a byte from the host; 0 when the controller's model takes that time.</param>
    public PacedWire(IHardwareClock clock, byte[] hostMac, byte[] boardMac, long nanosecondsPerByte)
    {
        _clock = clock;
        _toBoard = new WireLane(clock, nanosecondsPerByte);
        _toHost = new WireLane(clock, 0);
        HostEnd = new End(hostMac, _toBoard, _toHost);
        BoardEnd = new End(boardMac, _toHost, _toBoard);
    }

    /// <summary>The link of the host's stack.</summary>
    public EthernetLink HostEnd { get; }

    /// <summary>The medium of the controller's model.</summary>
    public EthernetLink BoardEnd { get; }

    /// <summary>Whether a frame waits for the host.</summary>
    public bool HasArrivalForHost => _toHost.NextArrival <= _clock.Nanoseconds;

    /// <summary>When a frame comes to the board. An arrived frame that is not taken yet is no event: the model takes it in its own time.</summary>
    public long NextEvent => _toBoard.NextArrival > _clock.Nanoseconds ? _toBoard.NextArrival : long.MaxValue;

    /// <inheritdoc/>
    public bool Run()
    {
        return false;
    }

    private sealed class End(byte[] mac, WireLane outgoing, WireLane incoming) : EthernetLink(mac)
    {
        private readonly FrameBuffer _received = new(EthernetHeader.MaxFrame);

        public override bool IsUp => true;

        public override FrameBuffer? Receive()
        {
            return incoming.TryTake(_received) ? _received : null;
        }

        public override bool CanTransmit()
        {
            return outgoing.HasRoom;
        }

        public override bool Transmit(FrameBuffer frame)
        {
            if (!outgoing.HasRoom)
            {
                return false;
            }

            outgoing.Add(frame);
            return true;
        }
    }
}
