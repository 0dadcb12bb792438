// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dns;
using NanoTcp.Host;

namespace NanoTcp.Mdns
{
    /// <summary>
    /// The records of this host. Each has an index, so that a <c>long</c> can be a set of them: first those of the host, then six for each service. This
    /// class finds them by their name, writes them, and compares them with others.
    /// </summary>
    internal sealed partial class RecordSet
    {
        // The records of the host.
        internal const int Address = 0;
        internal const int Reverse = 1;
        private const int AddressNsec = 2;
        private const int ReverseNsec = 3;
        private const int HostSize = 4;

        // The kinds of the records of a service, each the index of the first service's.
        private const int Pointer = HostSize;
        private const int SubtypePointer = HostSize + 1;
        private const int TypePointer = HostSize + 2;
        private const int Srv = HostSize + 3;
        private const int Txt = HostSize + 4;
        private const int ServiceNsec = HostSize + 5;
        private const int ServiceSize = 6;

        /// <summary>As many have their records in a <c>long</c>.</summary>
        internal const int MaxServices = 9;

        /// <summary>The records of the host.</summary>
        internal const long OfHost = (1L << HostSize) - 1;

        /// <summary>The longest data of a record that have a name in them.</summary>
        private const int MaxData = SrvFixed + DnsName.MaxLength;

        /// <summary>Priority, weight and port.</summary>
        private const int SrvFixed = 6;

        // Seconds (RFC 6762 §10).
        private const uint HostTimeToLive = 120;
        private const uint OtherTimeToLive = 4500;

        /// <summary>The longest that a querier of plain DNS may keep a record (RFC 6762 §6.7).</summary>
        private const uint LegacyTimeToLive = 10;

        private static readonly byte[] s_local = { 5, (byte)'l', (byte)'o', (byte)'c', (byte)'a', (byte)'l', 0 };

        /// <summary>The host's name, then those of the services.</summary>
        internal readonly OwnName[] Names;

        /// <summary>How many there are.</summary>
        internal int Count = 1;

        /// <summary>The host's name.</summary>
        internal readonly OwnName Host = new OwnName(s_local, true);

        private readonly byte[] _address = new byte[4];
        private readonly byte[] _earlier = new byte[4];
        private readonly byte[] _reverse = new byte[30];
        private readonly byte[] _theirs = new byte[MaxData];
        private readonly byte[] _ours = new byte[MaxData];

        /// <summary>The name under which types of services are listed (RFC 6763 §9).</summary>
        private readonly byte[] _types = DnsText.ToName("_services._dns-sd._udp.local");

        internal RecordSet(int maxServices)
        {
            Names = new OwnName[1 + maxServices];
            Names[0] = Host;
        }

        /// <summary>How many records there can be.</summary>
        internal int MostRecords
        {
            get { return HostSize + (Names.Length - 1) * ServiceSize; }
        }

        /// <summary>How many records there are.</summary>
        internal int Records
        {
            get { return HostSize + (Count - 1) * ServiceSize; }
        }

        /// <summary>Those that others may have too (RFC 6762 §2).</summary>
        internal long Shared
        {
            get
            {
                long shared = 0;
                for (int i = 1; i < Count; i++)
                {
                    shared |= (1L << Pointer | 1L << SubtypePointer | 1L << TypePointer) << (i - 1) * ServiceSize;
                }

                return shared;
            }
        }

        /// <summary>Those that are over when this host is. A type of service is not: others may have it too.</summary>
        internal long Revocable
        {
            get
            {
                long revocable = Positive(0);
                for (int i = 1; i < Count; i++)
                {
                    revocable |= Positive(i) & ~(1L << TypePointer << (i - 1) * ServiceSize);
                }

                return revocable;
            }
        }

        /// <summary>Those that exist, of the names that are established. No service has an answer while its host's name is in doubt.</summary>
        internal long Established
        {
            get
            {
                long established = 0;
                for (int i = 0; i < Count && Host.IsEstablished; i++)
                {
                    established |= Names[i].IsEstablished ? Positive(i) | (i == 0 ? OfHost : 1L << ServiceNsec << (i - 1) * ServiceSize) : 0;
                }

                return established;
            }
        }

        /// <summary>The service that an application has added; null: none.</summary>
        internal OwnService? Find(MdnsService service)
        {
            for (int i = 1; i < Count; i++)
            {
                OwnService own = (OwnService)Names[i];
                if (own.Service == service)
                {
                    return own;
                }
            }

            return null;
        }

        /// <summary>Adds a service.</summary>
        internal void Add(OwnService service)
        {
            service.IsFirstOfType = true;
            for (int i = 1; i < Count; i++)
            {
                OwnName other = Names[i];
                if (DnsName.AreEqual(other.Wire, other.Length, other.RestOffset, service.Wire, service.Length, service.RestOffset))
                {
                    service.IsFirstOfType = false;
                }
            }

            Names[Count++] = service;
            MakeUnique(service);
        }

        /// <summary>Gives a name further numbers, until no other name of this host is the same.</summary>
        internal void MakeUnique(OwnName name)
        {
            int i = 0;
            while (i < Count)
            {
                OwnName other = Names[i++];
                if (other != name && DnsName.AreEqual(other.Wire, other.Length, 0, name.Wire, name.Length, 0))
                {
                    name.Next();
                    i = 0;
                }
            }
        }

        /// <summary>Whether this is the address that the records have.</summary>
        internal bool IsAddress(HostAddress address)
        {
            address.CopyTo(_theirs, 0);
            return Difference(_theirs, 0, _address.Length, _address, 0, _address.Length) == 0;
        }

        /// <summary>Sets the address, and with it the name that leads back from it (RFC 1035 §3.5).</summary>
        internal void SetAddress(HostAddress address)
        {
            if (IsAddress(address))
            {
                return;
            }

            Array.Copy(_address, 0, _earlier, 0, _address.Length);
            address.CopyTo(_address, 0);
            int at = 0;
            for (int i = 3; i >= 0; i--)
            {
                at = WriteDecimalLabel(_reverse, at, _address[i]);
            }

            Array.Copy(s_reverseZone, 0, _reverse, at, s_reverseZone.Length);
        }

        /// <summary>The records of a name that state what there is. Those that state what there is not are left out.</summary>
        internal long Positive(int name)
        {
            if (name == 0)
            {
                return 1L << Address | 1L << Reverse;
            }

            OwnService service = (OwnService)Names[name];
            long records = 1L << Pointer | 1L << Srv | 1L << Txt | (service.Subtype.Length > 0 ? 1L << SubtypePointer : 0)
                | (service.IsFirstOfType ? 1L << TypePointer : 0);
            return records << (name - 1) * ServiceSize;
        }

        /// <summary>The records that a probe proposes for a name, in the order of their types (RFC 6762 §8.2.1).</summary>
        internal int Proposed(int name, out int second)
        {
            int shift = (name - 1) * ServiceSize;
            second = name == 0 ? -1 : Srv + shift;
            return name == 0 ? Address : Txt + shift;
        }

        /// <summary>What a record makes useful besides (RFC 6762 §6.1, RFC 6763 §12).</summary>
        internal long Additional(long records)
        {
            long additional = 0;
            for (int i = 1; i < Count; i++)
            {
                int shift = (i - 1) * ServiceSize;
                long own = records >> shift;
                if ((own & (1L << Pointer | 1L << SubtypePointer)) != 0)
                {
                    additional |= (1L << Srv | 1L << Txt) << shift;
                }

                if ((own & (1L << Pointer | 1L << SubtypePointer | 1L << Srv)) != 0)
                {
                    additional |= 1L << Address | 1L << AddressNsec;
                }
            }

            if ((records & (1L << Address | 1L << AddressNsec)) != 0)
            {
                additional |= 1L << Address | 1L << AddressNsec;
            }

            return additional & ~records;
        }

        /// <summary>Which name's records these are: 0 the host, 1 the first service.</summary>
        internal static int NameOf(int record)
        {
            return record < HostSize ? 0 : 1 + (record - HostSize) / ServiceSize;
        }

        /// <summary>The name whose unique records are among those found by one name; -1: they are of no such name.</summary>
        internal int UniqueName(long records)
        {
            if ((records & 1L << Address) != 0)
            {
                return 0;
            }

            for (int i = 1; i < Count; i++)
            {
                if ((records >> (i - 1) * ServiceSize & 1L << Srv) != 0)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>How long others may keep a record, in seconds.</summary>
        internal static uint TimeToLive(int record)
        {
            int kind = Kind(record);
            return kind >= Pointer && kind <= TypePointer || kind == Txt ? OtherTimeToLive : HostTimeToLive;
        }

        /// <summary>The type of a record.</summary>
        internal static int TypeOf(int record)
        {
            switch (Kind(record))
            {
                case Address:
                    return DnsType.A;
                case Reverse:
                case Pointer:
                case SubtypePointer:
                case TypePointer:
                    return DnsType.PTR;
                case Srv:
                    return DnsType.SRV;
                case Txt:
                    return DnsType.TXT;
                default:
                    return DnsType.NSEC;
            }
        }

        /// <summary>Whether one of the records has a type.</summary>
        internal bool HasType(long records, int type)
        {
            for (int i = 0; i < Records; i++)
            {
                if ((records >> i & 1) != 0 && TypeOf(i) == type)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>The first service's record of the same kind; a record of the host is its own kind.</summary>
        private static int Kind(int record)
        {
            return record < HostSize ? record : HostSize + (record - HostSize) % ServiceSize;
        }

        private static int WriteDecimalLabel(byte[] name, int at, int number)
        {
            int length = number < 10 ? 1 : number < 100 ? 2 : 3;
            name[at] = (byte)length;
            for (int i = at + length; i > at; i--)
            {
                name[i] = (byte)('0' + number % 10);
                number /= 10;
            }

            return at + 1 + length;
        }
    }
}
