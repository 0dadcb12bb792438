// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Tests.Stack;

/// <summary>A link with the test at its other end. The test puts frames in, and the link collects sent frames.</summary>
internal class ScriptedLink(byte[] mac, bool offloadsChecksum = false, int maxTransmit = FrameBuffer.MaxEthernetFrame, bool gathersText = false)
    : EthernetLink(mac, offloadsChecksum, maxTransmit, gathersText)
{
    private readonly Queue<byte[]> _arriving = new();
    private readonly FrameBuffer _frame = new(2000);

    public Queue<byte[]> Sent { get; } = new();

    /// <summary>Whether what is sent is collected.</summary>
    public bool Collects { get; set; } = true;

    /// <summary>Frames that the link still takes before it is busy.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Whether there is a link; the test's to say. While there is none, no frame is taken.</summary>
    public bool HasCable { get; set; } = true;

    /// <summary>Whether stations confirm their address when a unicast ARP request asks. Such requests are not in <see cref="Sent"/>.</summary>
    public bool NeighboursConfirm { get; set; }

    /// <summary>Whether the stack wants broadcasts that are not ARP's.</summary>
    public bool BroadcastsWanted { get; private set; }

    /// <summary>The MAC addresses of the groups that the stack has joined, in hexadecimal.</summary>
    public List<string> Groups { get; } = [];

    public override bool IsUp => HasCable;

    public void Arrive(byte[] frame) => _arriving.Enqueue(frame);

    /// <summary>Whether the link has verified the checksums of arriving frames.</summary>
    public bool Vouches { get; set; }

    public override FrameBuffer? Receive()
    {
        if (!_arriving.TryDequeue(out byte[]? frame))
        {
            return null;
        }

        frame.CopyTo(_frame.Data, _frame.Offset);
        _frame.Length = frame.Length;
        _frame.ChecksumVerified = Vouches;
        return _frame;
    }

    public override void ReceiveBroadcasts(bool wanted) => BroadcastsWanted = wanted;

    public override void Join(byte[] macAddress, int offset) => Groups.Add(Convert.ToHexString(macAddress, offset, 6));

    public override void Leave(byte[] macAddress, int offset) => Assert.True(Groups.Remove(Convert.ToHexString(macAddress, offset, 6)));

    public override bool CanTransmit() => HasCable && Room > 0;

    public override bool Transmit(FrameBuffer frame)
    {
        if (!CanTransmit())
        {
            return false;
        }

        if (NeighboursConfirm && Frames.ArpConfirmation(frame.Data.AsSpan(frame.Offset, frame.Length)) is { } confirmation)
        {
            Arrive(confirmation);
            return true;
        }

        Room--;
        if (Collects)
        {
            Collect(frame);
        }

        return true;
    }

    protected virtual void Collect(FrameBuffer frame) => Sent.Enqueue(frame.Data.AsSpan(frame.Offset, frame.Length).ToArray());
}
