// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using System.Text;
using NanoTcp.HostSim.Tap;

namespace NanoTcp.HostSim.Peer;

/// <summary>Standard input and output without buffers and threads.</summary>
internal static unsafe class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;

    /// <summary>Reads what is there. False at the end of input, or when there is no input at all.</summary>
    public static bool TryRead(Span<byte> room, out int count)
    {
        nint result;
        fixed (byte* start = room)
        {
            result = Libc.Read(Input, start, room.Length);
        }

        count = (int)Math.Max(result, 0);
        return result > 0 || (result < 0 && Marshal.GetLastPInvokeError() is Libc.EAgain or Libc.EIntr);
    }

    /// <summary>Writes everything, with one call unless the reader is slow. False when nobody reads any more.</summary>
    public static bool TryWrite(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            nint result;
            fixed (byte* start = text)
            {
                result = Libc.Write(Output, start, text.Length);
            }

            if (result >= 0)
            {
                text = text[(int)result..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Libc.EIntr:
                    break;
                case Libc.EAgain:
                    Libc.PollFd output = new() { Fd = Output, Events = Libc.PollOut };
                    _ = Libc.Poll(&output, 1, -1);
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    public static bool TryWrite(string text)
    {
        return TryWrite(Encoding.ASCII.GetBytes(text));
    }
}
