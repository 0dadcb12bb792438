// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>The multicast groups of this host, and how routers and switches learn of them: IGMP version 2 (RFC 2236), the part of a host.</summary>
    internal sealed class Igmp
    {
        /// <summary>The values of the counters, by <see cref="IgmpCounter"/>.</summary>
        internal readonly int[] Counts = new int[(int)IgmpCounter.Count];

        private const int None = -1;

        // 224.0.0.1, of which every host is a member without saying so, and 224.0.0.2. The first also as BitConverter reads it.
        private const uint AllSystems = 0xE0000001;
        private const uint AllRouters = 0xE0000002;
        private const int AllSystemsKey = 0x010000E0;

        // The words of a group: its address as BitConverter reads it, 0 for none, and how often it was joined. Deadline is the time of the next report, the
        // low 32 bits of milliseconds.
        private const int Address = 0;
        private const int Joins = 1;
        private const int Deadline = 2;
        private const int State = 3;
        private const int EntrySize = 4;

        // State: whether a report is due at the deadline, whether this host was the last to report, and above them how many reports nobody has asked for
        // are still to be sent.
        private const int IsWaiting = 1;
        private const int IsLastReporter = 2;
        private const int OneReport = 4;

        // Milliseconds: RFC 2236 §8.10, §8.11, and the time that a query of version 1 gives (§4).
        private const int UnsolicitedReportInterval = 10_000;
        private const int Version1Timeout = 400_000;
        private const int Version1ResponseTime = 10_000;
        private const int ResponseTimeUnit = 100;

        /// <summary>The wait before a report that the link refused is tried again, in milliseconds.</summary>
        private const int BusyInterval = 10;

        private const int Packet = FrameBuffer.HeadRoom + EthernetHeader.Length;
        private const int HeaderLength = IPv4Header.MinLength + 4;
        private const int Message = Packet + HeaderLength;

        // RFC 2113: routers look at the packet although it is not for them.
        private const uint RouterAlert = 0x94040000;

        private readonly IPv4 _ip;
        private readonly NetworkStack _stack;
        private readonly int[] _words;
        private readonly byte[] _mac = new byte[EthernetHeader.AddressLength];
        private readonly int _robustness;
        private int _joined;

        /// <summary>Until then a router of version 1 is on the network: it does not understand reports of version 2.</summary>
        private long _version1Until;

        internal Igmp(IPv4 ip, NetworkStack stack, IPv4Options options)
        {
            _ip = ip;
            _stack = stack;
            _words = new int[options.MaxGroups * EntrySize];
            _robustness = options.IgmpRobustness;
        }

        /// <summary>Whether this host is a member of a group, which is given as BitConverter reads it.</summary>
        internal bool IsMember(int key)
        {
            return key == AllSystemsKey ? _joined > 0 : Find(key) != None;
        }

        internal SocketError Join(int key)
        {
            int entry = Find(key);
            if (entry == None)
            {
                entry = Find(0);
                if (entry == None)
                {
                    return SocketError.NoBufferSpaceAvailable;
                }

                _words[entry + Address] = key;
                if (_joined++ == 0)
                {
                    _stack.Controller.Join(Mac(AllSystemsKey), 0);
                }

                if (key != AllSystemsKey)
                {
                    _stack.Controller.Join(Mac(key), 0);
                    Announce(entry);
                }

                WriteFilter();
            }

            _words[entry + Joins]++;
            return SocketError.Success;
        }

        /// <summary>
        /// Routers are told if no other host has reported the group since (§3). If the link has no room now, they find out by their next query.
        /// </summary>
        internal SocketError Leave(int key)
        {
            int entry = Find(key);
            if (entry == None)
            {
                return SocketError.InvalidArgument;
            }

            if (--_words[entry + Joins] > 0)
            {
                return SocketError.Success;
            }

            if ((_words[entry + State] & IsLastReporter) != 0 && !HasVersion1Router() && CanSend() && Send(IgmpHeader.Leave, key, AllRouters))
            {
                Count(IgmpCounter.LeavesSent);
            }

            _words[entry + Address] = 0;
            _words[entry + State] = 0;
            if (key != AllSystemsKey)
            {
                _stack.Controller.Leave(Mac(key), 0);
            }

            if (--_joined == 0)
            {
                _stack.Controller.Leave(Mac(AllSystemsKey), 0);
            }

            WriteFilter();
            return SocketError.Success;
        }

        /// <summary>The network may be another, or this host's address is: all groups are reported anew.</summary>
        internal void Restart()
        {
            _version1Until = 0;
            for (int entry = 0; entry < _words.Length; entry += EntrySize)
            {
                if (_words[entry + Address] != 0 && _words[entry + Address] != AllSystemsKey)
                {
                    Announce(entry);
                }
            }
        }

        /// <summary>A message has arrived for a group of this host's.</summary>
        internal void Receive(FrameBuffer frame, int offset, int length)
        {
            byte[] data = frame.Data;
            if (length < IgmpHeader.Length || Checksum.Sum(data, offset, length) % 0xFFFF != 0)
            {
                Count(IgmpCounter.Invalid);
                return;
            }

            int group = BitConverter.ToInt32(data, offset + IgmpHeader.Group);
            switch (data[offset + IgmpHeader.Type])
            {
                case IgmpHeader.Query:
                    Count(IgmpCounter.Queries);
                    Ask(group, data[offset + IgmpHeader.MaxResponseTime] * ResponseTimeUnit);
                    break;
                case IgmpHeader.ReportVersion1:
                case IgmpHeader.Report:
                    Hear(group);
                    break;
                default:
                    Count(IgmpCounter.Ignored);
                    break;
            }
        }

        /// <summary>Sends the reports that are due.</summary>
        internal void Poll(long now)
        {
            int[] words = _words;
            if (!CanSend())
            {
                // Groups are announced when there is a link and an address.
                return;
            }

            for (int entry = 0; entry < words.Length; entry += EntrySize)
            {
                int state = words[entry + State];
                if ((state & IsWaiting) == 0)
                {
                    continue;
                }

                int wait = words[entry + Deadline] - (int)now;
                if (wait <= 0)
                {
                    wait = BusyInterval;
                    if (Send(HasVersion1Router() ? IgmpHeader.ReportVersion1 : IgmpHeader.Report, words[entry + Address], 0))
                    {
                        Count(IgmpCounter.ReportsSent);
                        state = state < OneReport ? state : state - OneReport;
                        if (state < OneReport)
                        {
                            words[entry + State] = IsLastReporter;
                            continue;
                        }

                        words[entry + State] = state | IsLastReporter;
                        wait = RandomUpTo(UnsolicitedReportInterval);
                    }

                    words[entry + Deadline] = (int)now + wait;
                }

                _ip.WakeBy(now + wait);
            }
        }

        /// <summary>A router asks for the reports of one group, or of all.</summary>
        private void Ask(int group, int responseTime)
        {
            if (responseTime == 0)
            {
                responseTime = Version1ResponseTime;
                _version1Until = _stack.Now + Version1Timeout;
            }

            int[] words = _words;
            int now = (int)_stack.Now;
            for (int entry = 0; entry < words.Length; entry += EntrySize)
            {
                int key = words[entry + Address];
                if (key != 0 && key != AllSystemsKey && (group == 0 || group == key)
                    && ((words[entry + State] & IsWaiting) == 0 || words[entry + Deadline] - now > responseTime))
                {
                    int wait = RandomUpTo(responseTime);
                    words[entry + State] |= IsWaiting;
                    words[entry + Deadline] = now + wait;
                    _ip.WakeBy(_stack.Now + wait);
                }
            }
        }

        /// <summary>Another host is a member. One report is enough for a router.</summary>
        private void Hear(int group)
        {
            int entry = group == 0 ? None : Find(group);
            if (entry != None && (_words[entry + State] & IsWaiting) != 0)
            {
                _words[entry + State] = 0;
                Count(IgmpCounter.ReportsSuppressed);
            }
        }

        /// <summary>Reports a group with the next polls, although nobody has asked.</summary>
        private void Announce(int entry)
        {
            _words[entry + State] = IsWaiting | (_robustness * OneReport);
            _words[entry + Deadline] = (int)_stack.Now;
            _ip.WakeBy(0);
        }

        private bool HasVersion1Router()
        {
            return _stack.Now < _version1Until;
        }

        private bool CanSend()
        {
            return _stack.HasLink && _ip.Own != IPv4Address.Any;
        }

        /// <summary>Sends a message about a group, to the group itself unless another destination is given. False: the link has refused it.</summary>
        private bool Send(int type, int key, uint destination)
        {
            uint group = BigEndian.Swap((uint)key);
            destination = destination == 0 ? group : destination;
            TransmitFrame frame = _stack.Claim(_ip);
            byte[] data = frame.Data;
            IPv4.WriteMacForMany(data, FrameBuffer.HeadRoom, destination);
            data[Packet + IPv4Header.VersionAndLength] = 0x40 | (HeaderLength >> 2);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.TotalLength, HeaderLength + IgmpHeader.Length);
            data[Packet + IPv4Header.TimeToLive] = 1;
            data[Packet + IPv4Header.Protocol] = IPv4Header.ProtocolIgmp;
            BigEndian.WriteUInt16(data, Packet + IPv4Header.HeaderChecksum, 0);
            BigEndian.WriteUInt32(data, Packet + IPv4Header.Destination, destination);
            BigEndian.WriteUInt32(data, Packet + IPv4Header.MinLength, RouterAlert);
            Checksum.Store(data, Packet + IPv4Header.HeaderChecksum, Checksum.Finish(Checksum.Sum(data, Packet, HeaderLength)));
            BigEndian.WriteUInt16(data, Message + IgmpHeader.Type, type << 8);
            BigEndian.WriteUInt16(data, Message + IgmpHeader.MessageChecksum, 0);
            BigEndian.WriteUInt32(data, Message + IgmpHeader.Group, group);
            Checksum.Store(data, Message + IgmpHeader.MessageChecksum, Checksum.Finish(Checksum.Sum(data, Message, IgmpHeader.Length)));
            frame.Length = EthernetHeader.Length + HeaderLength + IgmpHeader.Length;
            bool sent = _stack.Controller.CanTransmit() && _stack.Transmit(frame);
            _ip.WriteConstants();
            return sent;
        }

        private int RandomUpTo(int milliseconds)
        {
            return _stack.RandomWait(1, milliseconds);
        }

        /// <summary>Tells the stack which multicast frames to look at.</summary>
        private void WriteFilter()
        {
            int filter = _joined == 0 ? 0 : 1 << (int)(AllSystems & 31);
            for (int entry = 0; entry < _words.Length; entry += EntrySize)
            {
                if (_words[entry + Address] != 0)
                {
                    // The last byte of the address is that of its MAC address.
                    filter |= 1 << (_words[entry + Address] >> 24 & 31);
                }
            }

            _stack.MulticastFilter = filter;
        }

        private byte[] Mac(int key)
        {
            IPv4.WriteMacForMany(_mac, 0, BigEndian.Swap((uint)key));
            return _mac;
        }

        private int Find(int key)
        {
            int[] words = _words;
            for (int entry = 0; entry < words.Length; entry += EntrySize)
            {
                if (words[entry + Address] == key)
                {
                    return entry;
                }
            }

            return None;
        }

        private void Count(IgmpCounter counter)
        {
            Counts[(int)counter]++;
        }
    }
}
