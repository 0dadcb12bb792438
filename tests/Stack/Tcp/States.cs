// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Brings a connection into any synchronized state, with segments of 1000 bytes and windows of 4096 at the other end.</summary>
internal static class States
{
    public static readonly TheoryData<TcpState> Synchronized =
    [
        TcpState.Established, TcpState.FinWait1, TcpState.FinWait2, TcpState.CloseWait, TcpState.Closing, TcpState.LastAck, TcpState.TimeWait,
    ];

    /// <summary>All states except TIME-WAIT, which has a table of its own.</summary>
    public static readonly TheoryData<TcpState> Attached =
    [
        TcpState.Established, TcpState.FinWait1, TcpState.FinWait2, TcpState.CloseWait, TcpState.Closing, TcpState.LastAck,
    ];

    /// <summary>Those in which text still arrives.</summary>
    public static readonly TheoryData<TcpState> Receiving = [TcpState.Established, TcpState.FinWait1, TcpState.FinWait2];

    /// <summary>The next sequence number of the other end.</summary>
    public static uint RcvNxt(TcpState state)
        => state is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2 ? 101u : 102u;

    /// <summary>The next sequence number of the stack.</summary>
    public static uint SndNxt(TcpState state) => state is TcpState.Established or TcpState.CloseWait ? 301u : 302u;

    /// <summary>The number that the other end has acknowledged.</summary>
    public static uint SndUna(TcpState state) => state is TcpState.FinWait2 or TcpState.TimeWait ? 302u : 301u;

    /// <summary>A connection in that state, held by the application.</summary>
    public static TcpConnection In(this TcpBench bench, TcpState state)
    {
        TcpConnection connection = bench.Established();
        if (state is TcpState.CloseWait or TcpState.LastAck)
        {
            bench.Arrives("FIN,ACK seq=101 ack=301 win=4096");
            bench.Sends("ACK seq=301 ack=102");
        }

        if (state is not (TcpState.Established or TcpState.CloseWait))
        {
            connection.Shutdown(SocketShutdown.Send);
            bench.Poll();
            bench.Sends("FIN,ACK seq=301");
        }

        if (state is TcpState.FinWait2 or TcpState.TimeWait)
        {
            bench.Arrives("ACK seq=101 ack=302 win=4096");
        }

        if (state is TcpState.Closing or TcpState.TimeWait)
        {
            bench.Arrives($"FIN,ACK seq=101 ack={SndUna(state)} win=4096");
            bench.Sends("ACK seq=302 ack=102");
        }

        Assert.Equal(state, connection.State);
        bench.SendsNothing();
        return connection;
    }
}
