// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Retransmissions that nobody answers are a reason to ask who the next hop is (RFC 9293 §3.8.3, MUST-20; RFC 1122 §2.3.2.1).</summary>
public class NextHopDoubtTests
{
    private static readonly byte[] s_newMac = [0x02, 0, 0, 0, 0, 9];
    private readonly TcpBench _bench = new();

    public NextHopDoubtTests()
    {
        _bench.Link.NeighboursConfirm = false;
    }

    [Fact]
    public void After_three_retransmissions_the_next_hop_is_asked_again()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Poll();
        for (int sent = 0; sent < 3; sent++)
        {
            _bench.UntilSends();
            _bench.Sends("ACK seq=301 len=10");
        }

        _bench.UntilSends();
        AssertAsks(Frames.PeerMac);
        _bench.Sends("ACK seq=301 len=10");
    }

    [Fact]
    public void One_that_has_moved_to_another_station_is_found()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        byte[] request;
        do
        {
            _bench.UntilSends();
            request = _bench.Link.Sent.Dequeue();
        }
        while (!IsArp(request) || request[0] != 0xFF);

        _bench.Link.Arrive(Frames.Arp(ArpPacket.Reply, s_newMac, Frames.Peer, Frames.OwnMac, Frames.Own));
        _bench.UntilSends();
        Assert.Equal(s_newMac, _bench.Link.Sent.Peek()[..6]);
        _bench.Sends("ACK seq=301 len=10");
    }

    [Fact]
    public void A_handshake_that_nobody_ends_asks_too()
    {
        _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096");
        for (int sent = 0; sent < 3; sent++)
        {
            _bench.UntilSends();
            _bench.Sends("SYN,ACK seq=300 ack=101");
        }

        _bench.UntilSends();
        AssertAsks(Frames.PeerMac);
        _bench.Sends("SYN,ACK seq=300 ack=101");
    }

    private static bool IsArp(byte[] frame)
        => BigEndian.ReadUInt16(frame, EthernetHeader.EtherType) == EthernetHeader.TypeArp;

    private void AssertAsks(byte[] mac)
    {
        byte[] request = _bench.Link.Sent.Dequeue();
        Assert.True(IsArp(request));
        Assert.Equal(mac, request[..6]);
    }
}
