// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Packets that arrive in fragments (RFC 791 §3.2, RFC 1122 §3.3.2). Memory is bounded: a few buffers, and one of them at most for each source. Fragments
    // that overlap end their packet (RFC 5722 §4, written for IPv6). One that repeats what is there changes nothing (RFC 8200 §4.5 leaves that open).
    public sealed partial class IPv4
    {
        /// <summary>The longest payload of a packet without options (RFC 791 §3.1).</summary>
        private const int MaxPayload = 65535 - IPv4Header.MinLength;

        private readonly FragmentBuffer[] _fragmentBuffers;
        private readonly int _reassemblyTimeout;

        /// <summary>Whether a buffer may be in use.</summary>
        private bool _hasFragments;

        /// <summary>A fragment has arrived. What is known of its packet's header is right.</summary>
        private void ReceiveFragment(FrameBuffer frame, int packet, int length, ulong addresses, int protocol)
        {
            Count(IPv4Counter.Fragment);
            byte[] data = frame.Data;
            int header = frame.Offset + EthernetHeader.Length;
            int field = BigEndian.ReadUInt16(data, header + IPv4Header.Fragment);
            int start = (field & IPv4Header.FragmentOffsetMask) << 3;
            bool isLast = (field & IPv4Header.MoreFragments) == 0;
            int key = (int)addresses;
            uint destination = (uint)(addresses >> 32);
            int identification = (BigEndian.ReadUInt16(data, header + IPv4Header.Identification) << 8) | protocol;
            FragmentBuffer? buffer = FindArriving(key);
            bool isKnown = buffer != null && buffer.Identification == identification && buffer.Destination == destination;
            if (length == 0 || (!isLast && (length & 7) != 0) || start + length > MaxPayload || (start == 0 && length < LeastFirst(protocol)))
            {
                Count(IPv4Counter.FragmentInvalid);
                if (isKnown)
                {
                    buffer!.State = FragmentState.Refused;
                }

                return;
            }

            if (!isKnown)
            {
                if (buffer != null)
                {
                    // The source has begun another packet: it will not finish this one.
                    GiveUp(buffer);
                }
                else
                {
                    buffer = TakeBuffer();
                    if (buffer == null)
                    {
                        Count(IPv4Counter.FragmentBuffersFull);
                        return;
                    }
                }

                long deadline = _stack.Now + _reassemblyTimeout;
                buffer.Clear(key, destination, identification, deadline);
                _hasFragments = true;
                WakeBy(deadline);
            }

            if (buffer!.State == FragmentState.Refused)
            {
                return;
            }

            FragmentResult result = buffer.Add(data, header, packet, start, length, isLast);
            if (result == FragmentResult.Whole)
            {
                Deliver(buffer);
            }
            else if (result == FragmentResult.Duplicate)
            {
                Count(IPv4Counter.FragmentDuplicate);
            }
            else if (result != FragmentResult.Unfinished)
            {
                Count(result == FragmentResult.TooLong ? IPv4Counter.ReassemblyTooLong : IPv4Counter.FragmentOverlap);
                buffer.State = FragmentState.Refused;
            }
        }

        /// <summary>
        /// Bytes that the first fragment must have: the whole header of its transport, without options. Otherwise nobody could say for whom it is, and a filter on
        /// the way could not either (RFC 1858 §3). Each path takes more.
        /// </summary>
        private static int LeastFirst(int protocol)
        {
            return protocol == IPv4Header.ProtocolTcp ? TcpHeader.MinLength : 8;
        }

        private void Deliver(FragmentBuffer buffer)
        {
            Count(IPv4Counter.Reassembled);
            buffer.Finish();
            int protocol = buffer.Identification & 0xFF;
            if ((buffer.Destination == _ownWire && Own != IPv4Address.Any) || (uint)buffer.Key == buffer.Destination)
            {
                // Only a packet of this host's own has the same address twice.
                Peer source = _stack.Peers.Find(buffer.Key);
                Transport? transport = _stack.TransportOf(protocol);
                if (transport != null)
                {
                    transport.Receive(buffer, TransmitFrame.PayloadOffset, buffer.End, source);
                }
                else
                {
                    DeliverOther(buffer, TransmitFrame.PayloadOffset, buffer.End, protocol, source);
                }
            }
            else
            {
                DeliverForMany(buffer, TransmitFrame.PayloadOffset, buffer.End, (uint)buffer.Key | ((ulong)buffer.Destination << 32), protocol);
            }

            // Unless an answer leaves from there.
            if (buffer.State == FragmentState.Taken)
            {
                buffer.State = FragmentState.Free;
            }
        }

        private FragmentBuffer? FindArriving(int key)
        {
            for (int i = 0; i < _fragmentBuffers.Length; i++)
            {
                FragmentBuffer buffer = _fragmentBuffers[i];
                if (buffer.Key == key && (buffer.State == FragmentState.Arriving || buffer.State == FragmentState.Refused))
                {
                    return buffer;
                }
            }

            return null;
        }

        /// <summary>
        /// A buffer for another packet: a free one, or else that of the packet that was begun first and has not arrived completely. Null: in all of them are
        /// packets that leave.
        /// </summary>
        private FragmentBuffer? TakeBuffer()
        {
            FragmentBuffer? best = null;
            for (int i = 0; i < _fragmentBuffers.Length; i++)
            {
                FragmentBuffer buffer = _fragmentBuffers[i];
                if (buffer.State == FragmentState.Free)
                {
                    return buffer;
                }

                if (buffer.State <= FragmentState.Refused && (best == null || buffer.State > best.State || (buffer.State == best.State && buffer.Deadline < best.Deadline)))
                {
                    best = buffer;
                }
            }

            if (best != null)
            {
                GiveUp(best);
            }

            return best;
        }

        /// <summary>A packet that arrives makes room for another.</summary>
        private void GiveUp(FragmentBuffer buffer)
        {
            if (buffer.State == FragmentState.Arriving)
            {
                Count(IPv4Counter.ReassemblyReplaced);
            }

            buffer.State = FragmentState.Free;
        }

        /// <summary>Gives up what has not arrived in time, and sends what has not left.</summary>
        private void PollFragments(long now)
        {
            _hasFragments = false;
            for (int i = 0; i < _fragmentBuffers.Length; i++)
            {
                FragmentBuffer buffer = _fragmentBuffers[i];
                if (buffer.State == FragmentState.Leaving)
                {
                    if (buffer.Deadline == 0)
                    {
                        buffer.Deadline = now + LeaveTimeout;
                    }

                    SendFragments(buffer, PeerOf(buffer.Key));
                }
                else if (now >= buffer.Deadline && (buffer.State == FragmentState.Arriving || buffer.State == FragmentState.Refused))
                {
                    ReassemblyTimesOut(buffer);
                }
                else if (buffer.State != FragmentState.Free)
                {
                    WakeBy(buffer.Deadline);
                }

                _hasFragments |= buffer.State != FragmentState.Free;
            }
        }

        private void ReassemblyTimesOut(FragmentBuffer buffer)
        {
            if (buffer.State == FragmentState.Arriving)
            {
                Count(IPv4Counter.ReassemblyTimeout);

                // RFC 792: only if the first fragment is there. RFC 1122 §3.2.2: not about an error, nor about a packet to many.
                bool isError = (buffer.Identification & 0xFF) == IPv4Header.ProtocolIcmp && !Icmp.IsQuery(buffer.Data[TransmitFrame.PayloadOffset]);
                if (buffer.HasFirst && !isError && buffer.Destination == _ownWire && Own != IPv4Address.Any)
                {
                    Icmp.SendError(this, IcmpHeader.TimeExceeded, IcmpHeader.CodeReassembly, buffer, 8, _stack.Peers.Find(buffer.Key));
                }
            }

            buffer.State = FragmentState.Free;
        }

        /// <summary>This host's address has changed: nothing that was begun under the old one goes on.</summary>
        private void ForgetFragments()
        {
            for (int i = 0; i < _fragmentBuffers.Length; i++)
            {
                _fragmentBuffers[i].State = FragmentState.Free;
            }
        }
    }
}
