// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Boards;
using NanoTcp.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.HostSim.Peer;

/// <summary>Writes the state of the stack and its sockets as pairs of key and value.</summary>
internal sealed class PeerReports(PeerStack stack)
{
    private readonly TcpInfo _info = new();

    /// <summary>Every counter by its name.</summary>
    public void Counters(Reply reply)
    {
        for (Counter counter = 0; counter < Counter.Count; counter++)
        {
            reply.Pair(CounterName.Of(counter), stack.Stack.GetCount(counter));
        }

        for (ArpCounter counter = 0; counter < ArpCounter.Count; counter++)
        {
            reply.Pair(CounterName.Of(counter), stack.IPv4.GetCount(counter));
        }

        for (IPv4Counter counter = 0; counter < IPv4Counter.Count; counter++)
        {
            reply.Pair(CounterName.Of(counter), stack.IPv4.GetCount(counter));
        }

        for (IcmpCounter counter = 0; counter < IcmpCounter.Count; counter++)
        {
            reply.Pair(CounterName.Of(counter), stack.IPv4.GetCount(counter));
        }

        for (IgmpCounter counter = 0; counter < IgmpCounter.Count; counter++)
        {
            reply.Pair(CounterName.Of(counter), stack.IPv4.GetCount(counter));
        }

        for (TcpCounter counter = 0; counter < TcpCounter.Count; counter++)
        {
            reply.Pair(CounterName.Of(counter), stack.Tcp.GetCount(counter));
        }

        for (UdpCounter counter = 0; counter < UdpCounter.Count; counter++)
        {
            reply.Pair(CounterName.Of(counter), stack.Udp.GetCount(counter));
        }

        if (stack.Tap is { } tap)
        {
            reply.Pair("tap_oversized", tap.Oversized);
            reply.Pair("tap_dropped", tap.Dropped);
        }

        if (stack.Stack.Link is SimulatedController controller)
        {
            foreach ((string name, long value) in controller.Counters)
            {
                reply.Pair("chip_" + name, value);
            }
        }
    }

    /// <summary>The number of connections in each state, and of open ports.</summary>
    public void Connections(Reply reply)
    {
        for (TcpState state = TcpState.Listen; state <= TcpState.TimeWait; state++)
        {
            reply.Pair(StateName.Of(state), stack.Tcp.CountConnections(state));
        }
    }

    /// <summary>The state of a socket, and the numbers of its connection.</summary>
    public void Socket(Reply reply, PeerSocket socket)
    {
        reply.Pair("state", StateName.Of(socket.State));
        if (socket.Connection is not { } connection)
        {
            return;
        }

        connection.GetInfo(_info);
        reply.Pair("cwnd", _info.CongestionWindow).Pair("ssthresh", _info.SlowStartThreshold);
        reply.Pair("rto_ms", _info.RetransmissionTimeout).Pair("srtt_ms", _info.RoundTrip).Pair("rttvar_ms", _info.RoundTripVariation);
        reply.Pair("mss", _info.SegmentSize).Pair("snd_wnd", _info.SendWindow).Pair("rcv_wnd", _info.ReceiveWindow);
        reply.Pair("unread", connection.Available).Pair("unacked", connection.Unacknowledged).Pair("in_flight", _info.InFlight);
        reply.Pair("timeouts", _info.Timeouts).Pair("send_space", connection.SendSpace).Pair("urgent", connection.UrgentCount);
    }
}
