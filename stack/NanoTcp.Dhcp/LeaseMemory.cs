// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Dhcp
{
    /// <summary>The address of the last lease, also over a restart if there is a store.</summary>
    internal sealed class LeaseMemory
    {
        /// <summary>The address from before, as in messages. It is good while <see cref="HasAddress"/>.</summary>
        public readonly byte[] Address = new byte[AddressLength];

        /// <summary>Whether an address is remembered: servers are asked for it.</summary>
        public bool HasAddress;

        /// <summary>Whether it may still be leased, so that a server can confirm it without offering it anew.</summary>
        public bool CanBeConfirmed;

        private const int AddressLength = 4;

        /// <summary>"NTL" and the version of the form: the mark, the address, and both again with every bit inverted.</summary>
        private const uint Mark = 0x4E544C31;
        private const int AddressOffset = 4;
        private const int CheckOffset = 8;

        private readonly LeaseStore? _store;
        private readonly byte[] _record = new byte[LeaseStore.RecordLength];

        public LeaseMemory(LeaseStore? store)
        {
            _store = store;
        }

        /// <summary>At a start: what the store has, unless an address is remembered.</summary>
        public void Load()
        {
            if (HasAddress || _store == null || !_store.Load(_record) || !IsSound())
            {
                return;
            }

            Array.Copy(_record, AddressOffset, Address, 0, AddressLength);
            HasAddress = true;
            CanBeConfirmed = true;
        }

        /// <summary>Remembers the address of a lease.</summary>
        public void Keep(byte[] address)
        {
            Array.Copy(address, 0, Address, 0, AddressLength);
            HasAddress = true;
            CanBeConfirmed = true;
            Save();
        }

        /// <summary>Forgets it, because it is not ours any more. What is stored stays, as the next lease replaces it.</summary>
        public void Forget()
        {
            HasAddress = false;
            CanBeConfirmed = false;
        }

        /// <summary>Forgets it for good.</summary>
        public void Erase()
        {
            Forget();
            Array.Clear(Address, 0, AddressLength);
            Save();
        }

        private void Save()
        {
            if (_store == null || (IsSound() && BigEndian.ReadUInt32(_record, AddressOffset) == BigEndian.ReadUInt32(Address, 0)))
            {
                return;
            }

            BigEndian.WriteUInt32(_record, 0, Mark);
            Array.Copy(Address, 0, _record, AddressOffset, AddressLength);
            for (int i = 0; i < CheckOffset; i++)
            {
                _record[CheckOffset + i] = (byte)~_record[i];
            }

            _store.Save(_record);
        }

        private bool IsSound()
        {
            if (BigEndian.ReadUInt32(_record, 0) != Mark || !IPv4Address.IsHost(BigEndian.ReadUInt32(_record, AddressOffset)))
            {
                return false;
            }

            for (int i = 0; i < CheckOffset; i++)
            {
                if ((_record[i] ^ _record[CheckOffset + i]) != 0xFF)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
