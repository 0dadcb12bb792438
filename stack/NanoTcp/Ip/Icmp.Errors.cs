// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Errors that this host reports (RFC 1122 §3.2.2).
    internal static partial class Icmp
    {
        /// <summary>The longest quotation: an error has 576 bytes at most (RFC 1812 §4.3.2.3).</summary>
        private const int MaxQuotation = 576 - IPv4Header.MinLength - IcmpHeader.Length;

        /// <summary>Bytes of the payload that are always quoted (RFC 792): the ports stand there.</summary>
        private const int LeastPayload = 8;

        /// <summary>
        /// Whether a type is that of a request or its answer. No error is reported about any other: it is one itself, or nobody knows.
        /// </summary>
        internal static bool IsQuery(int type)
        {
            return type == IcmpHeader.EchoReply || type == IcmpHeader.EchoRequest || (type >= IcmpHeader.FirstQuery && type <= IcmpHeader.LastQuery);
        }

        /// <summary>
        /// Reports an error about a packet. The caller knows that it was sent by one host to this one alone, is no fragment but the first, and no error itself.
        /// </summary>
        /// <param name="ip">The network layer.</param>
        /// <param name="type">The type.</param>
        /// <param name="code">The code.</param>
        /// <param name="frame">Holds the packet.</param>
        /// <param name="length">
        /// Bytes of its payload that are there. The header and eight of them are always quoted. More is quoted only as long as the error is no larger than
        /// the packet, so that nobody can use this host to send more than he sends himself.
        /// </param>
        /// <param name="source">Who has sent it.</param>
        internal static void SendError(IPv4 ip, int type, int code, FrameBuffer frame, int length, Peer source)
        {
            byte[] data = frame.Data;
            int packet = frame.Offset + EthernetHeader.Length;
            int headerLength = (data[packet] & 15) << 2;
            int quoted = headerLength + length - IPv4Header.MinLength - IcmpHeader.Length;
            quoted = quoted > MaxQuotation ? MaxQuotation : quoted;
            int least = headerLength + (length < LeastPayload ? length : LeastPayload);
            quoted = quoted < least ? least : quoted;
            if (!ip.MaySendIcmp())
            {
                return;
            }

            const int Message = TransmitFrame.PayloadOffset;
            TransmitFrame error = ip.Stack.Claim(ip);
            byte[] message = error.Data;
            Array.Clear(message, Message, IcmpHeader.Length);
            message[Message + IcmpHeader.Type] = (byte)type;
            message[Message + IcmpHeader.Code] = (byte)code;
            Array.Copy(data, packet, message, Message + IcmpHeader.Length, quoted);
            quoted += IcmpHeader.Length;
            Checksum.Store(message, Message + IcmpHeader.MessageChecksum, Checksum.Finish(Checksum.Sum(message, Message, quoted)));
            if (ip.SendIcmp(error, source, quoted))
            {
                ip.IcmpCounts[(int)IcmpCounter.ErrorsSent]++;
            }
        }
    }
}
