// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dns;

namespace NanoTcp.Resolver
{
    /// <summary>The last answers, a fixed number of them. When it is full, the one that ends first makes room.</summary>
    internal sealed class ResolverCache
    {
        /// <summary>Bytes of the longest name that is remembered. Hardly any host's name is longer, and such a one is asked for each time.</summary>
        internal const int MaxName = 80;

        private const int AddressBytes = ResolverQuery.MaxAddresses * ResolverQuery.AddressLength;

        private readonly byte[] _names;
        private readonly byte[] _addresses;
        private readonly byte[] _counts;
        private readonly byte[] _states;

        /// <summary>Until when an answer is good; <see cref="long.MinValue"/>: there is none.</summary>
        private readonly long[] _until;

        internal ResolverCache(int entries)
        {
            _names = new byte[entries * MaxName];
            _addresses = new byte[entries * AddressBytes];
            _counts = new byte[entries];
            _states = new byte[entries];
            _until = new long[entries];
            Clear();
        }

        /// <summary>Ends a query with what is known of its name. False: nothing is.</summary>
        internal bool Tell(byte[] name, long now, Lookup lookup)
        {
            for (int i = 0; i < _until.Length; i++)
            {
                if (now < _until[i] && DnsName.AreEqual(_names, _names.Length, i * MaxName, name, name.Length, 0))
                {
                    lookup.End((ResolverState)_states[i], _addresses, i * AddressBytes, _counts[i]);
                    return true;
                }
            }

            return false;
        }

        /// <summary>Remembers an answer.</summary>
        /// <param name="name">The name in wire form.</param>
        /// <param name="state">The answer.</param>
        /// <param name="addresses">Its addresses, from the first byte on.</param>
        /// <param name="count">How many they are.</param>
        /// <param name="now">The time.</param>
        /// <param name="seconds">For how long.</param>
        internal void Add(byte[] name, ResolverState state, byte[] addresses, int count, long now, uint seconds)
        {
            int length = DnsName.Skip(name, name.Length, 0);
            if (length > MaxName || seconds == 0 || _until.Length == 0)
            {
                return;
            }

            int entry = 0;
            for (int i = 1; i < _until.Length; i++)
            {
                entry = _until[i] < _until[entry] ? i : entry;
            }

            Array.Copy(name, 0, _names, entry * MaxName, length);
            Array.Copy(addresses, 0, _addresses, entry * AddressBytes, count * ResolverQuery.AddressLength);
            _counts[entry] = (byte)count;
            _states[entry] = (byte)state;
            _until[entry] = now + seconds * 1000L;
        }

        /// <summary>Forgets everything.</summary>
        internal void Clear()
        {
            for (int i = 0; i < _until.Length; i++)
            {
                _until[i] = long.MinValue;
            }
        }
    }
}
