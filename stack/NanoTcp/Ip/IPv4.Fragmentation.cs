// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Packets that leave in fragments (RFC 791 §3.2), because they are longer than a frame. They wait whole in a buffer, and each fragment leaves when the link
    // has room. So the link may be busy in between, and no other packet gets into this one.
    public sealed partial class IPv4
    {
        /// <summary>The payload of a fragment: as much as a frame takes, in units of eight bytes.</summary>
        private const int FragmentLength = TransmitFrame.MaxPayload & ~7;

        /// <summary>How long the rest of a packet waits, in milliseconds: somewhat longer than the requests of ARP take.</summary>
        private const int LeaveTimeout = 5000;

        /// <summary>The waits before the next look at a busy link, and at one that is down.</summary>
        private const int BusyInterval = 1;
        private const int DownInterval = 100;

        private readonly int _maxLongPayload;

        /// <inheritdoc/>
        internal override int MaxPayloadInFragments()
        {
            return _maxLongPayload;
        }

        /// <inheritdoc/>
        internal override FrameBuffer? TakeLongFrame()
        {
            FragmentBuffer? buffer = TakeBuffer();
            if (buffer != null)
            {
                buffer.State = FragmentState.Taken;
            }

            return buffer;
        }

        /// <inheritdoc/>
        internal override void SendInFragments(FrameBuffer frame, Peer peer, int protocol, int length, int timeToLive, bool isUnconfigured)
        {
            FragmentBuffer buffer = (FragmentBuffer)frame;
            buffer.State = FragmentState.Leaving;
            _hasFragments = true;
            buffer.Key = peer.Key;
            buffer.Identification = (NextIdentification(peer) << 8) | protocol;
            buffer.Deadline = 0;
            buffer.End = length;
            buffer.Sent = 0;
            buffer.TimeToLive = timeToLive;
            buffer.IsUnconfigured = isUnconfigured;
            SendFragments(buffer, peer);
        }

        /// <summary>Sends as many fragments as the link has room for. The first one may wait for the MAC address of the next hop. The others wait here.</summary>
        private void SendFragments(FragmentBuffer buffer, Peer peer)
        {
            if (peer != _many && peer.NextHop == (int)IPv4Address.Any)
            {
                Count(IPv4Counter.NoRoute);
                buffer.State = FragmentState.Free;
                return;
            }

            while (buffer.Sent < buffer.End)
            {
                bool canLeave = (peer.IsThisHost || _stack.Controller.CanTransmit()) && (buffer.Sent == 0 || peer == _many || _arp.IsResolved(peer));
                if (!canLeave || !SendFragment(buffer, peer))
                {
                    if (buffer.Deadline != 0 && _stack.Now >= buffer.Deadline)
                    {
                        break;
                    }

                    WakeBy(_stack.Now + (_stack.HasLink ? BusyInterval : DownInterval));
                    return;
                }
            }

            if (buffer.Sent < buffer.End)
            {
                Count(IPv4Counter.FragmentsAbandoned);
            }

            buffer.State = FragmentState.Free;
        }

        private bool SendFragment(FragmentBuffer buffer, Peer peer)
        {
            int rest = buffer.End - buffer.Sent;
            int length = rest > FragmentLength ? FragmentLength : rest;
            TransmitFrame frame = _stack.Claim(this);
            Array.Copy(buffer.Data, TransmitFrame.PayloadOffset + buffer.Sent, frame.Data, TransmitFrame.PayloadOffset, length);
            int field = (buffer.Sent >> 3) | (rest > length ? IPv4Header.MoreFragments : 0);
            int protocol = buffer.Identification & 0xFF;
            if (!SendPacket(frame, peer, protocol, length, buffer.TimeToLive, buffer.IsUnconfigured, buffer.Identification >> 8, field))
            {
                return false;
            }

            Count(IPv4Counter.FragmentsSent);
            buffer.Sent += length;
            return true;
        }

        /// <summary>Who gets what goes to a <see cref="Peer.Key"/>: a host, or many.</summary>
        private Peer PeerOf(int key)
        {
            uint address = BigEndian.Swap((uint)key);
            if (!IPv4Address.IsMulticast(address) && !IsBroadcast(address))
            {
                return _stack.Peers.Find(key);
            }

            Describe(_many, key);
            return _many;
        }
    }
}
