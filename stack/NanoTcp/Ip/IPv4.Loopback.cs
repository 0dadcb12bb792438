// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Packets from this host to itself. They wait for the next poll, so no call of an application gets an answer before it returns. They never see the link,
    // and what comes from the link with such an address is dropped (RFC 1122 §3.2.1.3).
    public sealed partial class IPv4
    {
        /// <summary>Frames for each full one that fits.</summary>
        private const int LoopbackShare = 4;

        /// <summary>The upper part of addresses that mean this host, 127/8.</summary>
        private const uint LoopbackNet = 127;

        /// <summary>The packets under way; null: this host does not reach itself.</summary>
        private readonly FrameQueue? _loopback;

        /// <summary>A packet for this host itself leaves.</summary>
        internal void LoopBack(FrameBuffer frame)
        {
            if (!_loopback!.HasRoom(frame.Length))
            {
                Count(IPv4Counter.LoopbackFull);
                return;
            }

            _loopback.Add(frame, Peer.ThisHost);
            WakeBy(_stack.Now);
        }

        /// <summary>Whether packets to an address come back to this host.</summary>
        private bool IsThisHost(uint address)
        {
            return _loopback != null && (address >> 24 == LoopbackNet || (address == Own && address != IPv4Address.Any));
        }

        /// <summary>Hands the packets that wait to their protocols. Those that are sent meanwhile wait for the next poll.</summary>
        private void DeliverLoopback(long now)
        {
            FrameQueue queue = _loopback!;
            for (int left = queue.Count; left > 0; left--)
            {
                FrameBuffer frame = queue.Find(Peer.ThisHost)!;
                frame.ChecksumVerified = _stack.Controller.OffloadsChecksum;
                _stack.FramesReceived++;
                Deliver(frame);
                queue.RemoveFound();
            }

            // No frame of the link continues one of these flows. The poll is asked for because a delivery may have begun timers.
            _stack.Predictor = null;
            WakeBy(now);
        }

        private void Deliver(FrameBuffer frame)
        {
            byte[] data = frame.Data;
            int packet = frame.Offset + EthernetHeader.Length;
            Array.Copy(data, packet + IPv4Header.Destination, data, packet + IPv4Header.Source, sizeof(uint));
            ulong addresses = BitConverter.ToUInt64(data, packet + IPv4Header.Source);
            Peer source = _stack.Peers.Find((int)addresses);
            if (!source.IsThisHost)
            {
                // The address has changed since.
                Count(IPv4Counter.NotForUs);
                return;
            }

            int payload = packet + IPv4Header.MinLength;
            int length = BigEndian.ReadUInt16(data, packet + IPv4Header.TotalLength) - IPv4Header.MinLength;
            int protocol = data[packet + IPv4Header.Protocol];
            Transport? transport = _stack.TransportOf(protocol);
            if ((BigEndian.ReadUInt16(data, packet + IPv4Header.Fragment) & ~IPv4Header.DontFragment) != 0)
            {
                ReceiveFragment(frame, payload, length, addresses, protocol);
            }
            else if (transport != null)
            {
                transport.Receive(frame, payload, length, source);
            }
            else
            {
                DeliverOther(frame, payload, length, protocol, source);
            }
        }
    }
}
