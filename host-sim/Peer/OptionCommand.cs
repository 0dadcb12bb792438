// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer;

/// <summary>
/// The command <c>opt</c>. An option set before a socket listens or connects applies to all connections accepted from it. An option set on a
/// connection applies to it alone. Values have Linux's units and bounds: seconds, except the user timeout.
/// </summary>
internal sealed class OptionCommand(PeerStack stack, HandleTable handles, Reply reply)
{
    private const int MaxSeconds = 32767;
    private const int MaxProbes = 127;
    private const int SmallestSegment = 28;
    private const int LargestSegment = 32767;

    public void Set(CommandWords words)
    {
        if (!handles.TryFind(ref words, reply, out PeerSocket? socket))
        {
            return;
        }

        ReadOnlySpan<char> name = words.Next();
        if (!words.TryNextNumber(0, out int value) || !words.AtEnd)
        {
            reply.Error("EINVAL");
            return;
        }

        switch (name)
        {
            case "reuse" when IsSwitch(value):
                // TIME-WAIT never keeps a port from being bound.
                reply.Ok();
                return;
            case "cork" when IsSwitch(value):
                socket.Cork = value != 0;
                reply.Ok();
                return;
        }

        TcpConnectionOptions options = socket.Options.Copy();
        if (TrySet(options, name, value))
        {
            socket.Options = options;
            if (name is "nodelay" && value != 0 && socket.Cork)
            {
                // As in Linux, held text leaves at once.
                socket.Cork = false;
                stack.Settle();
                socket.Cork = true;
            }

            reply.Ok();
        }
    }

    private bool TrySet(TcpConnectionOptions options, ReadOnlySpan<char> name, int value)
    {
        switch (name)
        {
            case "nodelay" when IsSwitch(value):
                options.NoDelay = value != 0;
                return true;
            case "keepalive" when IsSwitch(value):
                options.KeepAlive = value != 0;
                return true;
            case "keepidle" when IsWithin(value, 1, MaxSeconds):
                options.KeepAliveTime = value * 1000;
                return true;
            case "keepintvl" when IsWithin(value, 1, MaxSeconds):
                options.KeepAliveInterval = value * 1000;
                return true;
            case "keepcnt" when IsWithin(value, 1, MaxProbes):
                options.KeepAliveRetries = value;
                return true;
            case "usertimeout":
                options.UserTimeout = value;
                return true;
            case "maxseg" when value == 0 || IsWithin(value, SmallestSegment, LargestSegment):
                options.MaxSegment = value == 0 ? LargestSegment : value;
                return true;
            case "rcvbuf":
                // More than the buffer counts as the whole buffer, and 0 as the minimum.
                options.ReceiveBuffer = Math.Max(value, 1);
                return true;
            case "sndbuf":
                options.SendBuffer = Math.Max(value, 1);
                return true;
            case "reuse" or "cork" or "nodelay" or "keepalive" or "keepidle" or "keepintvl" or "keepcnt" or "maxseg":
                reply.Error("EINVAL");
                return false;
            default:
                reply.Error("ENOPROTOOPT");
                return false;
        }
    }

    private static bool IsSwitch(int value)
    {
        return IsWithin(value, 0, 1);
    }

    private static bool IsWithin(int value, int min, int max)
    {
        return value >= min && value <= max;
    }
}
