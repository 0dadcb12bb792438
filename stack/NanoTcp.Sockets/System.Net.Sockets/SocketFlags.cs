// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>How a call sends or receives. The numbers are those of .NET.</summary>
    [Flags]
    public enum SocketFlags
    {
        /// <summary>The usual way.</summary>
        None = 0x0000,

        /// <summary>Urgent data. Not supported.</summary>
        OutOfBand = 0x0001,

        /// <summary>Reads what stays to be read. Not supported.</summary>
        Peek = 0x0002,

        /// <summary>Only to hosts on this link.</summary>
        DontRoute = 0x0004,

        /// <summary>The most buffers of one call. Not supported.</summary>
        MaxIOVectorLength = 0x0010,

        /// <summary>The datagram was longer than the room for it.</summary>
        Truncated = 0x0100,

        /// <summary>Control data were longer than the room for them.</summary>
        ControlDataTruncated = 0x0200,

        /// <summary>The datagram was a broadcast.</summary>
        Broadcast = 0x0400,

        /// <summary>The datagram went to a group.</summary>
        Multicast = 0x0800,

        /// <summary>A part of a message.</summary>
        Partial = 0x8000,
    }
}
