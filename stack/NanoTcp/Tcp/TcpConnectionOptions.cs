// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// How connections behave. One object may serve any number of them: it is looked at, not copied. What is changed while a connection uses it
    /// counts from the next time that <see cref="TcpConnection.Options"/> is set. Times are in milliseconds.
    /// </summary>
    public sealed class TcpConnectionOptions
    {
        /// <summary>Short segments leave at once; otherwise they wait until everything sent before is acknowledged (Nagle, RFC 9293 §3.7.4).</summary>
        public bool NoDelay;

        /// <summary>A connection on which nothing is heard is probed, and lost if nobody answers (RFC 9293 §3.8.4).</summary>
        public bool KeepAlive;

        /// <summary>Silence before the first keep-alive probe.</summary>
        public int KeepAliveTime = 7_200_000;

        /// <summary>Silence between two probes.</summary>
        public int KeepAliveInterval = 75_000;

        /// <summary>Probes without an answer before the connection is lost.</summary>
        public int KeepAliveRetries = 9;

        /// <summary>
        /// The longest that something sent may wait for its acknowledgment, or something to send for a window (RFC 9293 §3.8.3, RFC 5482); 0: as many
        /// retransmissions as <see cref="TcpOptions.DataRetries"/> says.
        /// </summary>
        public int UserTimeout;

        /// <summary>A connection on which nothing was heard for so long is reset; 0: never.</summary>
        public int IdleTimeout;

        /// <summary>The largest segment to send and to ask for: 28, as every path takes them, or more; never more than Ethernet takes.</summary>
        public int MaxSegment = TcpTransport.MaxSegment;

        /// <summary>Bytes of its receive buffer that a connection uses, and offers as its window; 0: all.</summary>
        public int ReceiveBuffer;

        /// <summary>Bytes of its send buffer that a connection uses; 0: all.</summary>
        public int SendBuffer;

        /// <summary>The smallest that may be asked for: what headers leave of a packet of 68 bytes (RFC 791 §3.2).</summary>
        internal const int SmallestSegment = 28;

        /// <summary>The same again, to be changed for one connection.</summary>
        public TcpConnectionOptions Copy()
        {
            return (TcpConnectionOptions)MemberwiseClone();
        }

        /// <summary>What every call checks that takes options.</summary>
        /// <exception cref="ArgumentNullException">There are none.</exception>
        /// <exception cref="ArgumentOutOfRangeException">One of them is below its bound.</exception>
        internal static void Check(TcpConnectionOptions options)
        {
            if (options == null)
            {
                Throw.ArgumentNull();
            }

            if (options!.KeepAliveTime < 1 || options.KeepAliveInterval < 1 || options.MaxSegment < SmallestSegment
                || (options.KeepAliveRetries | options.UserTimeout | options.IdleTimeout | options.ReceiveBuffer | options.SendBuffer) < 0)
            {
                Throw.ArgumentOutOfRange();
            }
        }
    }
}
