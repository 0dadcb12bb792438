// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Multicast groups that this host has joined.
    public sealed partial class IPv4
    {
        // A group takes two words: its address as BitConverter reads it, 0 for none, and how often it was joined.
        private const int GroupSize = 2;

        private readonly int[] _groups;
        private readonly byte[] _groupMac = new byte[EthernetHeader.AddressLength];

        /// <summary>Joins a multicast group: datagrams for it are received from the next poll on. Joined twice, it has to be left twice.</summary>
        /// <returns>Success. InvalidArgument: it is no group. NoBufferSpaceAvailable: as many groups as configured are joined.</returns>
        /// <exception cref="ArgumentNullException">There is no group.</exception>
        public SocketError Join(HostAddress group)
        {
            ArgumentNullException.ThrowIfNull(group, nameof(group));
            if (!group.IsMulticast)
            {
                return SocketError.InvalidArgument;
            }

            int key = (int)BigEndian.Swap(group.IPv4);
            int entry = FindGroup(key);
            if (entry < 0)
            {
                entry = FindGroup(0);
                if (entry < 0)
                {
                    return SocketError.NoBufferSpaceAvailable;
                }

                _groups[entry] = key;
                WriteMacForMany(_groupMac, 0, group.IPv4);
                _stack.Controller.Join(_groupMac, 0);
                _stack.MulticastFilter |= 1 << (_groupMac[5] & 31);
            }

            _groups[entry + 1]++;
            return SocketError.Success;
        }

        /// <summary>Leaves a group.</summary>
        /// <returns>Success. InvalidArgument: it was not joined.</returns>
        /// <exception cref="ArgumentNullException">There is no group.</exception>
        public SocketError Leave(HostAddress group)
        {
            ArgumentNullException.ThrowIfNull(group, nameof(group));
            int entry = group.IsMulticast ? FindGroup((int)BigEndian.Swap(group.IPv4)) : -1;
            if (entry < 0)
            {
                return SocketError.InvalidArgument;
            }

            if (--_groups[entry + 1] == 0)
            {
                _groups[entry] = 0;
                WriteMacForMany(_groupMac, 0, group.IPv4);
                _stack.Controller.Leave(_groupMac, 0);
                WriteFilter();
            }

            return SocketError.Success;
        }

        /// <summary>Writes the stack's filter anew, after a group has gone.</summary>
        private void WriteFilter()
        {
            int filter = 0;
            for (int entry = 0; entry < _groups.Length; entry += GroupSize)
            {
                if (_groups[entry] != 0)
                {
                    // The last byte of the address is that of its MAC address.
                    filter |= 1 << (_groups[entry] >> 24 & 31);
                }
            }

            _stack.MulticastFilter = filter;
        }

        private int FindGroup(int key)
        {
            int[] groups = _groups;
            for (int entry = 0; entry < groups.Length; entry += GroupSize)
            {
                if (groups[entry] == key)
                {
                    return entry;
                }
            }

            return -1;
        }
    }
}
