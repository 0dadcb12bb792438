// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Host;
using NanoTcp.Simulation.Boards;
using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer;

/// <summary>Writes what there is to tell about the stack and its sockets as pairs of key and value.</summary>
internal sealed class PeerReports(PeerStack stack)
{
    private static readonly string[] s_counterNames = CounterNames();

    private readonly TcpInfo _info = new();

    /// <summary>Every counter of the stack by its name.</summary>
    public void Counters(Reply reply)
    {
        for (int i = 0; i < s_counterNames.Length; i++)
        {
            reply.Pair(s_counterNames[i], stack.Ip.Counters.Get((Counter)i));
        }

        if (stack.Tap is { } tap)
        {
            reply.Pair("tap_oversized", tap.Oversized);
            reply.Pair("tap_dropped", tap.Dropped);
        }

        if (stack.Ip.Link is SimulatedController controller)
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

    /// <summary>The state of a socket, and how its connection is doing.</summary>
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

    // FramesReceived becomes frames_received, IPv4NotForUs ipv4_not_for_us.
    private static string[] CounterNames()
    {
        string[] names = new string[(int)Counter.Count];
        StringBuilder name = new();
        for (int i = 0; i < names.Length; i++)
        {
            string original = ((Counter)i).ToString();
            name.Clear();
            for (int at = 0; at < original.Length; at++)
            {
                if (at > 0 && char.IsAsciiLetterUpper(original[at]) && !char.IsAsciiLetterUpper(original[at - 1]))
                {
                    name.Append('_');
                }

                name.Append(char.ToLowerInvariant(original[at]));
            }

            names[i] = name.ToString();
        }

        return names;
    }
}
