// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer;

/// <summary>The names that RFC 9293 gives to states, with '_' for '-'.</summary>
internal static class StateName
{
    private static readonly string[] s_names =
    [
        "CLOSED", "LISTEN", "SYN_SENT", "SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT",
    ];

    public static string Of(TcpState state)
    {
        return s_names[(int)state];
    }
}
