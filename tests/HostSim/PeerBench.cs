// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.HostSim.Peer;
using NanoTcp.HostSim.Platform;
using NanoTcp.Link;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim;

/// <summary>Two peers on one cable in virtual time, for conversations without a TAP interface.</summary>
internal sealed class PeerBench : IDisposable
{
    private const int Millisecond = 1_000_000;

    // The slowest negotiation of a link.
    private const int LinkTime = 10_000;

    private readonly Cable _near = new(2);
    private readonly Cable _far = new(1);
    private readonly ManualClock _clock = new();
    private readonly SimulatedController? _controller;

    /// <summary>Two peers.</summary>
    /// <param name="connections">Connections that each can have.</param>
    /// <param name="listeners">Ports that each can bind.</param>
    /// <param name="backlog">The largest backlog of a port.</param>
    /// <param name="board">The board whose controller is between the near peer and the cable, if any.</param>
    public PeerBench(int connections = 4, int listeners = 4, int backlog = 4, Board? board = null)
    {
        _near.Other = _far;
        _far.Other = _near;
        if (board != null)
        {
            _near.MacAddress.CopyTo(board.MacAddress, 0);
            _controller = new SimulatedController(board, _near, _clock, Enc28J60Errata.None, ControllerFaults.None, TextWriter.Null);
        }

        Near = new End(_controller ?? (EthernetLink)_near, Options(2, connections, listeners, backlog), Now);
        Far = new End(_far, Options(1, connections, listeners, backlog), Now);
        Exchange();
        for (int waited = 0; waited < LinkTime && _controller is { IsUp: false }; waited++)
        {
            Advance(1);
        }
    }

    /// <summary>The peer that is tested: 192.168.7.2.</summary>
    public End Near { get; }

    /// <summary>Whom it talks to: 192.168.7.1.</summary>
    public End Far { get; }

    /// <summary>Whether the cable is cut, so that all frames are lost.</summary>
    public bool IsCut
    {
        get => _far.IsCut;
        set
        {
            _near.IsCut = value;
            _far.IsCut = value;
        }
    }

    /// <summary>Lets both handle the frames of the other, until no more come.</summary>
    public void Exchange()
    {
        int before;
        do
        {
            before = Near.FramesSent + Far.FramesSent;
            Near.Stack.Settle();
            Far.Stack.Settle();
        }
        while (Near.FramesSent + Far.FramesSent != before);
    }

    public void Advance(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            Exchange();
            _clock.Elapse(Millisecond);
        }
    }

    public void Dispose()
    {
        _controller?.Dispose();
    }

    /// <summary>Opens a connection from the far end to a new port of the near one. Handles: near 1 listener, 2 connection; far 1.</summary>
    /// <param name="hasNear">The near end's handle 1 has been made already.</param>
    /// <param name="hasFar">The far end's handle 1 has been made already.</param>
    public void Connect(bool hasNear = false, bool hasFar = false)
    {
        if (!hasNear)
        {
            Near.Expect("tcp", "ok 1");
        }

        if (!hasFar)
        {
            Far.Expect("tcp", "ok 1");
        }

        Near.Expect("bind 1 * 80", "ok 80");
        Near.Expect("listen 1 4", "ok");
        Far.Expect("connect 1 192.168.7.2 80", "again");
        Exchange();
        Far.Expect("connected 1", "ok");
        Assert.StartsWith("ok 2 192.168.7.1 ", Near.Say("accept 1"));
    }

    private long Now()
    {
        return _clock.Nanoseconds / Millisecond;
    }

    private static PeerOptions Options(byte number, int connections, int listeners, int backlog)
    {
        return new PeerOptions(null, Enc28J60Errata.None, ControllerFaults.None, "none", new IPv4Prefix(IPv4Address.From(192, 168, 7, number), 24), 0, [2, 0, 0, 0, 7, number], connections, listeners,
            backlog, 4096, 4096, Serve: false, Offload: false);
    }

    internal sealed class End
    {
        private readonly PeerSession _session;

        public End(EthernetLink link, PeerOptions options, Func<long> clock)
        {
            Stack = new PeerStack(options, link, new SystemEntropy(), clock);
            _session = new PeerSession(Stack, options);
        }

        public PeerStack Stack { get; }

        public bool HasEnded => _session.HasEnded;

        public int FramesSent => Stack.Stack.GetCount(Counter.FramesSent);

        /// <summary>Gives a command and returns the reply, without its newline.</summary>
        public string Say(string command)
        {
            string reply = Encoding.ASCII.GetString(_session.Execute(command));
            Assert.EndsWith("\n", reply);
            Assert.Equal(reply.Length - 1, reply.IndexOf('\n'));
            return reply[..^1];
        }

        public void Expect(string command, string reply)
        {
            Assert.Equal(reply, Say(command));
        }
    }

    private sealed class Cable(byte number) : EthernetLink([2, 0, 0, 0, 7, number])
    {
        private readonly Queue<byte[]> _arrived = new();
        private readonly FrameBuffer _received = new(1514);

        public Cable? Other { get; set; }

        public bool IsCut { get; set; }

        public override bool IsUp => true;

        public override FrameBuffer? Receive()
        {
            if (!_arrived.TryDequeue(out byte[]? frame))
            {
                return null;
            }

            _received.Offset = FrameBuffer.HeadRoom;
            _received.Length = frame.Length;
            frame.CopyTo(_received.Data, FrameBuffer.HeadRoom);
            return _received;
        }

        public override bool CanTransmit()
        {
            return true;
        }

        public override bool Transmit(FrameBuffer frame)
        {
            if (!IsCut)
            {
                // The frame is padded, as on a wire. A controller takes a shorter one for a broken frame.
                byte[] sent = new byte[Math.Max(frame.Length, EthernetHeader.MinFrame)];
                Array.Copy(frame.Data, frame.Offset, sent, 0, frame.Length);
                Other!._arrived.Enqueue(sent);
            }

            return true;
        }
    }
}
