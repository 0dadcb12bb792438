// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>ICMP (RFC 792): answers echo requests.</summary>
    internal sealed class Icmp
    {
        private readonly NetworkStack _stack;

        internal Icmp(NetworkStack stack)
        {
            _stack = stack;
        }

        /// <summary>A message has arrived for this stack's own address.</summary>
        internal void Receive(FrameBuffer frame, int offset, int length, Peer source)
        {
            byte[] data = frame.Data;
            if (length < IcmpHeader.Length || length > NetworkStack.MaxPayload || Checksum.Finish(Checksum.Sum(data, offset, length)) != 0)
            {
                _stack.Counters.Add(Counter.IcmpInvalid);
                return;
            }

            if (data[offset + IcmpHeader.Type] != IcmpHeader.EchoRequest || data[offset + IcmpHeader.Code] != 0)
            {
                _stack.Counters.Add(Counter.IcmpIgnored);
                return;
            }

            byte[] reply = _stack.TransmitFrame.Data;
            int target = NetworkStack.PayloadOffset;
            Array.Copy(data, offset, reply, target, length);
            reply[target + IcmpHeader.Type] = IcmpHeader.EchoReply;
            reply[target + IcmpHeader.MessageChecksum] = 0;
            reply[target + IcmpHeader.MessageChecksum + 1] = 0;
            BigEndian.WriteUInt16(reply, target + IcmpHeader.MessageChecksum, Checksum.Finish(Checksum.Sum(reply, target, length)));
            _stack.Counters.Add(Counter.IcmpEchoReplies);
            _stack.IPv4.Send(source, IPv4Header.ProtocolIcmp, length);
        }
    }
}
