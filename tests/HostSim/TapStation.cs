// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using NanoTcp.HostSim.Tap;
using NanoTcp.Link;
using NanoTcp.Tests.Interop;

namespace NanoTcp.Tests.HostSim;

/// <summary>The steps of a station behind a TAP interface before the host talks to it.</summary>
internal static class TapStation
{
    /// <summary>Has the host send a datagram to an address, answers its question for the address, and waits for the datagram.</summary>
    public static FrameBuffer AwaitDatagram(TapLink link, IPAddress address)
    {
        using StopSignal stop = new();
        using Socket host = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        host.SendTo("question"u8, new IPEndPoint(address, 9));
        Answer(link, Await(link, stop, frame => frame[12] == 8 && frame[13] == 6));
        return Await(link, stop, frame => frame[12] == 8 && frame[13] == 0);
    }

    // An ARP reply to the request.
    private static void Answer(TapLink link, FrameBuffer request)
    {
        Assert.False(request.ChecksumVerified);
        FrameBuffer reply = new(TapLink.MaxFrame) { Length = 42 };
        Span<byte> asked = request.Data.AsSpan(request.Offset, 42);
        Span<byte> told = reply.Data.AsSpan(reply.Offset, 42);
        asked.CopyTo(told);
        asked.Slice(6, 6).CopyTo(told);
        link.MacAddress.CopyTo(told[6..]);
        told[21] = 2;
        link.MacAddress.CopyTo(told[22..]);
        asked.Slice(38, 4).CopyTo(told[28..]);
        asked.Slice(22, 10).CopyTo(told[32..]);
        Assert.True(link.Transmit(reply));
    }

    /// <summary>Waits for a frame.</summary>
    public static FrameBuffer Await(TapLink link, StopSignal stop, Predicate<byte[]> wanted)
    {
        while (true)
        {
            while (link.Receive() is { } frame)
            {
                if (wanted(frame.Data[frame.Offset..(frame.Offset + frame.Length)]))
                {
                    return frame;
                }
            }

            Assert.Equal(Readiness.Frame, TapWait.For(link, stop, input: false, timeout: (int)RunningProgram.Limit.TotalMilliseconds));
        }
    }
}
