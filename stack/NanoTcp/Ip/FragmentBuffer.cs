// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>
    /// One packet that arrives or leaves in fragments. It is laid out as in a frame that was as long, so it is handed on like one. The header has no
    /// options.
    /// </summary>
    internal sealed class FragmentBuffer : FrameBuffer
    {
        internal FragmentState State;

        /// <summary>Where it comes from or goes to, as <see cref="Peer.Key"/>.</summary>
        internal int Key;

        /// <summary>For an arriving packet: to whom it was sent, as it stands in the header.</summary>
        internal uint Destination;

        /// <summary>The identification, and below it eight bits of the protocol.</summary>
        internal int Identification;

        /// <summary>When it is given up; 0: not known yet.</summary>
        internal long Deadline;

        /// <summary>Bytes of the payload; 0: not known yet.</summary>
        internal int End;

        /// <summary>For a leaving packet: bytes of the payload that have left.</summary>
        internal int Sent;

        /// <summary>For a leaving packet: 1 to 255; 0: the default.</summary>
        internal int TimeToLive;

        /// <summary>For a leaving packet: whether its source is 0.0.0.0.</summary>
        internal bool IsUnconfigured;

        private const int Packet = TransmitFrame.PayloadOffset - IPv4Header.MinLength;

        /// <summary>Fragments begin at multiples of eight bytes. A word of <see cref="_map"/> stands for 32 such units.</summary>
        private const int UnitShift = 3;

        private readonly int _size;
        private readonly int[] _map;
        private int _received;
        private int _furthest;

        /// <summary>Takes the memory for a packet with a payload of at most <paramref name="size"/> bytes.</summary>
        internal FragmentBuffer(int size)
            : base(EthernetHeader.Length + IPv4Header.MinLength + size)
        {
            _size = size;
            _map = new int[(size + 255) >> 8];
        }

        /// <summary>Whether the first fragment has arrived: the header, and the first bytes of the payload.</summary>
        internal bool HasFirst
        {
            get { return (_map[0] & 1) != 0; }
        }

        /// <summary>Begins with a packet of which nothing has arrived.</summary>
        internal void Clear(int key, uint destination, int identification, long deadline)
        {
            Key = key;
            Destination = destination;
            Identification = identification;
            Deadline = deadline;
            End = 0;
            _received = 0;
            _furthest = 0;
            Array.Clear(_map, 0, _map.Length);
            State = FragmentState.Arriving;
        }

        /// <summary>Adds a fragment. A result that is not Unfinished, Whole or Duplicate has changed nothing.</summary>
        /// <param name="data">Holds the whole packet that has arrived.</param>
        /// <param name="header">Where its header stands.</param>
        /// <param name="offset">Where its payload stands.</param>
        /// <param name="start">The place of the payload in the whole: a multiple of eight.</param>
        /// <param name="length">Bytes of it, at least one. A multiple of eight unless it is the last.</param>
        /// <param name="isLast">Whether the whole ends with it.</param>
        internal FragmentResult Add(byte[] data, int header, int offset, int start, int length, bool isLast)
        {
            int end = start + length;
            if (isLast ? _furthest > end || (End != 0 && End != end) : End != 0 && end >= End)
            {
                return FragmentResult.Contradiction;
            }

            if (end > _size)
            {
                return FragmentResult.TooLong;
            }

            int present = Mark(start >> UnitShift, (end + 7) >> UnitShift, false);
            if (present != 0)
            {
                bool isSame = present == (length + 7) >> UnitShift && isLast == (End == end) && IsSame(data, offset, start, length);
                return isSame ? FragmentResult.Duplicate : FragmentResult.Contradiction;
            }

            // RFC 5082 §3: what a packet has come by is the longest way of its fragments.
            byte timeToLive = data[header + IPv4Header.TimeToLive];
            bool isShortest = _received == 0 || timeToLive < Data[Packet + IPv4Header.TimeToLive];
            if (start == 0)
            {
                byte least = Data[Packet + IPv4Header.TimeToLive];
                Array.Copy(data, header, Data, Packet, IPv4Header.MinLength);
                Data[Packet + IPv4Header.TimeToLive] = least;
            }

            if (isShortest)
            {
                Data[Packet + IPv4Header.TimeToLive] = timeToLive;
            }

            if (start == 0 && Data[Packet] != IPv4Header.VersionWithoutOptions)
            {
                // The options are not kept, so the header that an error quotes has none.
                WriteHeader(length, BigEndian.ReadUInt16(data, header + IPv4Header.Fragment));
            }

            Mark(start >> UnitShift, (end + 7) >> UnitShift, true);
            Array.Copy(data, offset, Data, TransmitFrame.PayloadOffset + start, length);
            _received += length;
            _furthest = end > _furthest ? end : _furthest;
            End = isLast ? end : End;
            return _received == End ? FragmentResult.Whole : FragmentResult.Unfinished;
        }

        /// <summary>Makes one packet of what has arrived.</summary>
        internal void Finish()
        {
            WriteHeader(End, 0);
            Length = EthernetHeader.Length + IPv4Header.MinLength + End;
            State = FragmentState.Taken;
        }

        /// <summary>Makes the header that of a packet without options.</summary>
        private void WriteHeader(int payload, int fragment)
        {
            byte[] data = Data;
            data[Packet] = IPv4Header.VersionWithoutOptions;
            BigEndian.WriteUInt16(data, Packet + IPv4Header.TotalLength, IPv4Header.MinLength + payload);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Fragment, fragment);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.HeaderChecksum, 0);
            Checksum.Store(data, Packet + IPv4Header.HeaderChecksum, Checksum.Finish(Checksum.Sum(data, Packet, IPv4Header.MinLength)));
        }

        /// <summary>Counts the units from one to before another that are there, or adds them.</summary>
        private int Mark(int first, int behind, bool adds)
        {
            int present = 0;
            for (int word = first >> 5; word << 5 < behind; word++)
            {
                int low = first - (word << 5);
                int high = behind - (word << 5);
                uint mask = (low > 0 ? 0xFFFFFFFF << low : 0xFFFFFFFF) & (high < 32 ? 0xFFFFFFFF >> (32 - high) : 0xFFFFFFFF);
                if (adds)
                {
                    _map[word] |= (int)mask;
                }

                for (uint bits = (uint)_map[word] & mask; bits != 0; bits &= bits - 1)
                {
                    present++;
                }
            }

            return present;
        }

        private bool IsSame(byte[] data, int offset, int start, int length)
        {
            int own = TransmitFrame.PayloadOffset + start;
            int i = 0;
            for (; i + 8 <= length; i += 8)
            {
                if (BitConverter.ToUInt64(data, offset + i) != BitConverter.ToUInt64(Data, own + i))
                {
                    return false;
                }
            }

            while (i < length && data[offset + i] == Data[own + i])
            {
                i++;
            }

            return i == length;
        }
    }
}
