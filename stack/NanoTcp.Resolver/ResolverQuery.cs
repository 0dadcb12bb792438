// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Resolver
{
    /// <summary>A lookup of an application, and its answer. The application makes it once, and may use it again when it is no longer pending.</summary>
    public sealed class ResolverQuery
    {
        /// <summary>The most addresses of an answer that are kept. Further ones are left out.</summary>
        public const int MaxAddresses = 4;

        /// <summary>Bytes of an address.</summary>
        internal const int AddressLength = 4;

        /// <summary>The lookup it waits for; null: none.</summary>
        internal Lookup? Lookup;

        /// <summary>The next query that waits for the same.</summary>
        internal ResolverQuery? Next;

        private readonly byte[] _addresses = new byte[MaxAddresses * AddressLength];
        private int _count;
        private ResolverState _state;

        /// <summary>What has become of it.</summary>
        public ResolverState State
        {
            get { return _state; }
        }

        /// <summary>The number of addresses; 0 unless it has succeeded.</summary>
        public int AddressCount
        {
            get { return _count; }
        }

        /// <summary>An address, 0 the first one. The object is made by the call.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such address.</exception>
        public HostAddress GetAddress(int index)
        {
            if ((uint)index >= (uint)_count)
            {
                Throw.ArgumentOutOfRange();
            }

            return HostAddress.From(_addresses, index * AddressLength);
        }

        internal void Begin(ResolverState state)
        {
            _state = state;
            _count = 0;
        }

        /// <summary>Ends it.</summary>
        /// <param name="state">How.</param>
        /// <param name="addresses">Where the addresses stand.</param>
        /// <param name="offset">Where the first one begins.</param>
        /// <param name="count">How many.</param>
        internal void End(ResolverState state, byte[] addresses, int offset, int count)
        {
            Array.Copy(addresses, offset, _addresses, 0, count * AddressLength);
            _count = count;
            _state = state;
            Lookup = null;
            Next = null;
        }
    }
}
