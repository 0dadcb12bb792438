// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Measure.Segments;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>Checks each frame of one stack, at the moment when the stack receives or sends it.</summary>
internal sealed class SegmentChecker(SoakWorld world, uint address)
{
    /// <summary>The last byte of the MAC address of a station that forges segments of others.</summary>
    public const byte Forger = 0xEE;

    private readonly Dictionary<(uint Address, int RemotePort, int LocalPort), Conversation> _conversations = [];
    private (uint Address, int RemotePort, int LocalPort) _answering;
    private bool _isAnsweringReset;
    private int _aborted;

    /// <summary>Whose counters tell what was lost between the stack and the wire; set with each stack.</summary>
    public NetworkStack? Stack { get; set; }

    /// <inheritdoc cref="Stack"/>
    public IPv4? IPv4 { get; set; }

    /// <inheritdoc cref="Stack"/>
    public TcpTransport? Tcp { get; set; }

    /// <summary>Checks when segments are sent again; set with each stack. Null: nothing is known of its clock.</summary>
    public RetransmissionPace? Pace { get; set; }

    /// <summary>All conversations so far, by remote address, remote port and local port.</summary>
    public IReadOnlyDictionary<(uint Address, int RemotePort, int LocalPort), Conversation> Conversations => _conversations;

    /// <summary>Frames that the stack counts as sent but that were not sent.</summary>
    public int LostInside => Stack == null || IPv4 == null ? 0 : IPv4.GetCount(ArpCounter.QueueFull) + IPv4.GetCount(ArpCounter.Unresolved) + Stack.GetCount(Counter.LinkBusy);

    /// <summary>
    /// Whether the stack has answered handshakes that it does not remember. An old segment can begin such a connection again, without a SYN.
    /// </summary>
    public bool HasSentCookies => Tcp != null && Tcp.GetCount(TcpCounter.CookiesSent) > 0;

    private bool MayHaveLost => LostInside > 0 || HasSentCookies;

    private int Aborted => Tcp == null ? 0
        : Tcp.GetCount(TcpCounter.TimedOut) + Tcp.GetCount(TcpCounter.IdleTimedOut) + Tcp.GetCount(TcpCounter.OrphansEvicted);

    /// <summary>The conversation between two ports; it begins here if there was none.</summary>
    public Conversation Between(uint remoteAddress, int remotePort, int localPort)
    {
        (uint, int, int) key = (remoteAddress, remotePort, localPort);
        if (!_conversations.TryGetValue(key, out Conversation? conversation))
        {
            conversation = new Conversation();
            _conversations.Add(key, conversation);
        }

        return conversation;
    }

    /// <summary>The host starts anew, and nothing of the old state remains.</summary>
    public void Clear()
    {
        _conversations.Clear();
        _isAnsweringReset = false;
    }

    /// <summary>From now on the stack's segments do not answer earlier ones.</summary>
    public void AnswersNothing()
    {
        _isAnsweringReset = false;
    }

    /// <summary>The stack gets a frame.</summary>
    public void Received(byte[] data, int offset, int length)
    {
        _isAnsweringReset = false;
        Pace?.Received();
        if (TcpSegment.Read(data, offset, length, out TcpSegment segment) != FrameKind.Segment || segment.Destination != address)
        {
            return;
        }

        _isAnsweringReset = segment.Has(TcpHeader.Rst);
        _aborted = Aborted;
        _answering = (segment.Source, segment.SourcePort, segment.DestinationPort);
        bool isForged = data[offset + EthernetHeader.Source + 5] == Forger;
        if (isForged && !segment.Has(TcpHeader.Syn))
        {
            // Nothing may come of it.
            return;
        }

        Conversation conversation = Between(segment.Source, segment.SourcePort, segment.DestinationPort);
        if (!isForged)
        {
            conversation.Heard(segment, world.Now);
        }

        conversation.Received(segment, MayHaveLost, world.Now);
    }

    /// <summary>The stack sends a frame.</summary>
    /// <param name="data">Where it stands.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="length">Its length.</param>
    /// <param name="isLate">It has waited for the MAC address of its next hop, so it answers nothing that came just now.</param>
    public void Sent(byte[] data, int offset, int length, bool isLate)
    {
        switch (TcpSegment.Read(data, offset, length, out TcpSegment segment))
        {
            case FrameKind.Other:
                return;
            case FrameKind.Damaged:
                throw new SoakViolationException(SoakInvariant.Checksum, "a packet with a wrong checksum or impossible lengths is sent");
        }

        if (segment.HasUnusualChecksum)
        {
            throw new SoakViolationException(SoakInvariant.Checksum, "a checksum of 0 is sent as 65535 (RFC 1624 §3)");
        }

        (uint, int, int) key = (segment.Destination, segment.DestinationPort, segment.SourcePort);
        if (segment.Has(TcpHeader.Rst))
        {
            // One that tells of a timeout, or makes room for another connection, answers nothing.
            if (!isLate && _isAnsweringReset && key == _answering && Aborted == _aborted)
            {
                throw new SoakViolationException(SoakInvariant.ResetAnswered, "an RST is answered with an RST");
            }

            return;
        }

        try
        {
            Between(segment.Destination, segment.DestinationPort, segment.SourcePort).Sent(data, segment, MayHaveLost, world.Now);
            Pace?.Sent(segment, world.Now, isLate);
        }
        catch (SoakViolationException violation)
        {
            string ends = $"{IPv4Address.ToString(address)}:{segment.SourcePort} > {IPv4Address.ToString(segment.Destination)}:{segment.DestinationPort}";
            throw new SoakViolationException(violation.Invariant, $"{ends}: {violation.Message} (flags {segment.Flags:x2}, {segment.Length} bytes)", violation);
        }
    }
}
