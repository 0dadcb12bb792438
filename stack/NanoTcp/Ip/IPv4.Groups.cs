// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Multicast groups that this host has joined.
    public sealed partial class IPv4
    {
        /// <summary>The groups; null: none can be joined.</summary>
        private readonly Igmp? _igmp;

        /// <summary>
        /// Joins a multicast group for the whole host: datagrams to it are received from the next poll on, by each socket that has bound their port. The
        /// next poll reports it to routers and switches. Joined twice, it has to be left twice.
        /// </summary>
        /// <returns>Success. InvalidArgument: it is no group. NoBufferSpaceAvailable: as many groups as configured are joined.</returns>
        /// <exception cref="ArgumentNullException">There is no group.</exception>
        public SocketError Join(HostAddress group)
        {
            ArgumentNullException.ThrowIfNull(group, nameof(group));
            if (!group.IsMulticast)
            {
                return SocketError.InvalidArgument;
            }

            return _igmp == null ? SocketError.NoBufferSpaceAvailable : _igmp.Join((int)BigEndian.Swap(group.IPv4));
        }

        /// <summary>Leaves a group.</summary>
        /// <returns>Success. InvalidArgument: it was not joined.</returns>
        /// <exception cref="ArgumentNullException">There is no group.</exception>
        public SocketError Leave(HostAddress group)
        {
            ArgumentNullException.ThrowIfNull(group, nameof(group));
            return _igmp == null || !group.IsMulticast ? SocketError.InvalidArgument : _igmp.Leave((int)BigEndian.Swap(group.IPv4));
        }

        /// <summary>The value of a counter of IGMP.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(IgmpCounter counter)
        {
            if ((uint)counter >= (uint)IgmpCounter.Count)
            {
                Throw.ArgumentOutOfRange();
            }

            return _igmp == null ? 0 : _igmp.Counts[(int)counter];
        }
    }
}
