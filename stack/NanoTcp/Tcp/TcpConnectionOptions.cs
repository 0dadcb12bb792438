// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The options of connections. Times are in milliseconds. One object may serve any number of connections, because it is not copied. A change
    /// applies to a connection when its <see cref="TcpConnection.Options"/> is set again.
    /// </summary>
    public sealed class TcpConnectionOptions
    {
        /// <summary>
        /// Short segments leave at once. Otherwise a short segment waits while an earlier short segment is not acknowledged: Nagle's algorithm (RFC
        /// 9293 §3.7.4) in Minshall's form. Full segments never wait, and no short segment waits for them.
        /// </summary>
        public bool NoDelay;

        /// <summary>A silent connection is probed, and lost if nobody answers (RFC 9293 §3.8.4).</summary>
        public bool KeepAlive;

        /// <summary>Silence before the first keep-alive probe, in milliseconds.</summary>
        public int KeepAliveTime = 7_200_000;

        /// <summary>Silence between two probes, in milliseconds.</summary>
        public int KeepAliveInterval = 75_000;

        /// <summary>Probes without an answer before the connection is lost.</summary>
        public int KeepAliveRetries = 9;

        /// <summary>
        /// The longest wait of sent text for its acknowledgment, or of written text for a window, in milliseconds (RFC 9293 §3.8.3, RFC 5482). 0: the
        /// number of retransmissions in <see cref="TcpOptions.DataRetries"/> decides.
        /// </summary>
        public int UserTimeout;

        /// <summary>
        /// The longest wait for the handshake of a connection that this end opens, in milliseconds from the first SYN. 0: the number of repetitions in
        /// <see cref="TcpOptions.SynRetries"/> decides, which takes over three minutes as RFC 9293 §3.8.3 asks (MUST-23). <see cref="UserTimeout"/>
        /// limits a handshake too.
        /// </summary>
        public int ConnectTimeout;

        /// <summary>A connection that is silent for so many milliseconds is reset; 0: never.</summary>
        public int IdleTimeout;

        /// <summary>
        /// The largest segment to send and to ask for, in bytes of text. The minimum is 28, which every path takes. It is never more than Ethernet
        /// takes.
        /// </summary>
        public int MaxSegment = TcpTransport.MaxSegment;

        /// <summary>Bytes of the receive buffer that a connection uses, and offers as its window; 0: all.</summary>
        public int ReceiveBuffer;

        /// <summary>Bytes of the send buffer that a connection uses; 0: all.</summary>
        public int SendBuffer;

        /// <summary>The smallest <see cref="MaxSegment"/>: a packet of 68 bytes without its headers (RFC 791 §3.2).</summary>
        internal const int SmallestSegment = 28;

        /// <summary>A copy, which can be changed for one connection.</summary>
        public TcpConnectionOptions Copy()
        {
            return (TcpConnectionOptions)MemberwiseClone();
        }

        /// <summary>Checks options; every call that takes options does so.</summary>
        /// <exception cref="ArgumentNullException">There are none.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
        internal static void Check(TcpConnectionOptions options)
        {
            if (options == null)
            {
                Throw.ArgumentNull();
            }

            if (options!.KeepAliveTime < 1 || options.KeepAliveInterval < 1 || options.MaxSegment < SmallestSegment
                || (options.KeepAliveRetries | options.UserTimeout | options.ConnectTimeout | options.IdleTimeout | options.ReceiveBuffer | options.SendBuffer) < 0)
            {
                Throw.ArgumentOutOfRange();
            }
        }
    }
}
