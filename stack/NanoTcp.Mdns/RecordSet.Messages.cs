// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dns;
using NanoTcp.Wire;

namespace NanoTcp.Mdns
{
    // The records in messages: found by what is read there, written, and compared.
    internal sealed partial class RecordSet
    {
        // The bitmaps of NSEC records (RFC 4034 §4.1.2), with the number of their window and their length in front. Only the types that exist are in them.
        private static readonly byte[] s_addressTypes = { 0, 1, 0x40 };
        private static readonly byte[] s_reverseTypes = { 0, 2, 0, 0x08 };
        private static readonly byte[] s_serviceTypes = { 0, 5, 0, 0, 0x80, 0, 0x40 };

        private static readonly byte[] s_reverseZone =
        {
            7, (byte)'i', (byte)'n', (byte)'-', (byte)'a', (byte)'d', (byte)'d', (byte)'r', 4, (byte)'a', (byte)'r', (byte)'p', (byte)'a', 0,
        };

        /// <summary>The records with the name of the question or record that was read last.</summary>
        internal long WithName(DnsReader reader)
        {
            // Most of what a busy network says is of other names, and their first labels have other lengths.
            int label = DnsName.FirstLabel(reader.Message, reader.Length, reader.NameOffset);
            if (IsName(reader, label, Host.Wire, 0))
            {
                return 1L << Address | 1L << AddressNsec;
            }

            if (IsName(reader, label, _reverse, 0))
            {
                return 1L << Reverse | 1L << ReverseNsec;
            }

            bool isTypes = IsName(reader, label, _types, 0);
            long found = 0;
            for (int i = 1; i < Count; i++)
            {
                OwnService service = (OwnService)Names[i];
                int shift = (i - 1) * ServiceSize;
                if (isTypes)
                {
                    found |= service.IsFirstOfType ? 1L << TypePointer << shift : 0;
                }
                else if (IsName(reader, label, service.Wire, 0))
                {
                    return (1L << Srv | 1L << Txt | 1L << ServiceNsec) << shift;
                }
                else if (IsName(reader, label, service.Wire, service.RestOffset))
                {
                    found |= 1L << Pointer << shift;
                }
                else if (service.Subtype.Length > 0 && IsName(reader, label, service.Subtype, 0))
                {
                    found |= 1L << SubtypePointer << shift;
                }
            }

            return found;
        }

        /// <summary>Those of a name's records that answer a question: of its type, or the one that says that there is none of its type.</summary>
        internal long Answering(long records, DnsReader question)
        {
            int dnsClass = question.Class & ~DnsClass.UnicastResponse;
            if (dnsClass != DnsClass.IN && dnsClass != DnsClass.ANY)
            {
                return 0;
            }

            long answers = 0;
            long negative = 0;
            for (int i = 0; i < Records; i++)
            {
                if ((records >> i & 1) != 0)
                {
                    int type = TypeOf(i);
                    if (type == DnsType.NSEC)
                    {
                        negative |= 1L << i;
                    }

                    if (type == question.Type || (question.Type == DnsType.ANY && type != DnsType.NSEC))
                    {
                        answers |= 1L << i;
                    }
                }
            }

            return answers != 0 ? answers : negative;
        }

        /// <summary>The one of some records that is the same as the record that was read last; -1: none.</summary>
        internal int Same(long records, DnsReader reader)
        {
            for (int i = 0; i < Records; i++)
            {
                if ((records >> i & 1) != 0 && TypeOf(i) == reader.Type && IsSame(reader, i))
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Whether the record that was read last says the same as one of this host's of its type. Names are the same in both cases (RFC 6762 §16).</summary>
        private bool IsSame(DnsReader reader, int record)
        {
            int type = reader.Type;
            if (type != DnsType.PTR && type != DnsType.SRV)
            {
                return Compare(reader, record) == 0;
            }

            int skip = type == DnsType.SRV ? SrvFixed : 0;
            int name = reader.DataName(skip);
            byte[] ours = Data(record, out int at, out int length);
            return name >= 0 && (reader.Class & ~DnsClass.CacheFlush) == DnsClass.IN
                && Difference(reader.Message, reader.DataOffset, skip, ours, at, skip) == 0
                && DnsName.AreEqual(reader.Message, reader.Length, name, ours, at + length, at + skip);
        }

        /// <summary>Whether the record that was read last has the address that this host had before.</summary>
        internal bool IsEarlierAddress(DnsReader reader)
        {
            return reader.Type == DnsType.A && reader.DataLength == _earlier.Length
                && Difference(reader.Message, reader.DataOffset, _earlier.Length, _earlier, 0, _earlier.Length) == 0;
        }

        /// <summary>Compares the record that was read last with one of this host's, as RFC 6762 §8.2 orders them: class, type, data without compression.</summary>
        /// <returns>Below 0: it comes before this host's. 0: it is the same.</returns>
        internal int Compare(DnsReader reader, int record)
        {
            int type = TypeOf(record);
            int difference = (reader.Class & ~DnsClass.CacheFlush) - DnsClass.IN;
            if (difference == 0)
            {
                difference = reader.Type - type;
            }

            if (difference != 0)
            {
                return difference;
            }

            byte[] theirs = reader.Message;
            int theirsAt = reader.DataOffset;
            int theirsLength = reader.DataLength;
            int skip = type == DnsType.SRV ? SrvFixed : 0;
            if ((type == DnsType.PTR || type == DnsType.SRV) && theirsLength > skip)
            {
                int name = DnsName.Expand(theirs, reader.Length, theirsAt + skip, _theirs, skip);
                if (name > 0)
                {
                    Array.Copy(theirs, theirsAt, _theirs, 0, skip);
                    theirs = _theirs;
                    theirsAt = 0;
                    theirsLength = skip + name;
                }
            }

            byte[] ours = Data(record, out int oursAt, out int oursLength);
            return Difference(theirs, theirsAt, theirsLength, ours, oursAt, oursLength);
        }

        /// <summary>Where a record of another prober for a name stands among this host's, as in <see cref="OwnName.Rivals"/>.</summary>
        internal int Rank(DnsReader reader, int name)
        {
            int first = Proposed(name, out int second);
            int order = Compare(reader, first);
            if (order <= 0)
            {
                return order < 0 ? OwnName.BeforeFirst : OwnName.SameAsFirst;
            }

            order = second < 0 ? 1 : Compare(reader, second);
            return order < 0 ? OwnName.BeforeSecond : order == 0 ? OwnName.SameAsSecond : OwnName.BehindAll;
        }

        /// <summary>Writes a record.</summary>
        /// <param name="writer">Where.</param>
        /// <param name="section">The section.</param>
        /// <param name="record">Which.</param>
        /// <param name="purpose">For what.</param>
        /// <returns>False: there is no room.</returns>
        internal bool Write(DnsWriter writer, DnsSection section, int record, MessagePurpose purpose)
        {
            OwnName own = Names[NameOf(record)];
            int kind = Kind(record);
            bool isShared = kind >= Pointer && kind <= TypePointer;
            uint timeToLive = purpose == MessagePurpose.Goodbye ? 0 : TimeToLive(record);
            if (purpose == MessagePurpose.Legacy && timeToLive > LegacyTimeToLive)
            {
                timeToLive = LegacyTimeToLive;
            }

            int flush = isShared || purpose == MessagePurpose.Probe || purpose == MessagePurpose.Legacy ? 0 : DnsClass.CacheFlush;
            byte[] name = own.Wire;
            int nameAt = 0;
            if (kind == Reverse || kind == ReverseNsec)
            {
                name = _reverse;
            }
            else if (kind == Pointer)
            {
                nameAt = own.RestOffset;
            }
            else if (kind == SubtypePointer)
            {
                name = ((OwnService)own).Subtype;
            }
            else if (kind == TypePointer)
            {
                name = _types;
            }

            writer.BeginRecord(section, name, nameAt, TypeOf(record), DnsClass.IN | flush, timeToLive);
            switch (TypeOf(record))
            {
                case DnsType.NSEC:
                    byte[] types = kind == AddressNsec ? s_addressTypes : kind == ReverseNsec ? s_reverseTypes : s_serviceTypes;
                    writer.WriteName(name, 0, purpose != MessagePurpose.Legacy);
                    writer.WriteBytes(types, 0, types.Length);
                    break;
                case DnsType.PTR:
                    writer.WriteName(Data(record, out int at, out _), at, true);
                    break;
                case DnsType.SRV:
                    writer.WriteUInt32(0);
                    writer.WriteUInt16(((OwnService)own).Port);
                    writer.WriteName(Host.Wire, 0, purpose != MessagePurpose.Legacy);
                    break;
                default:
                    byte[] data = Data(record, out int offset, out int length);
                    writer.WriteBytes(data, offset, length);
                    break;
            }

            return writer.EndRecord();
        }

        /// <summary>The data of a record, of any kind but NSEC.</summary>
        private byte[] Data(int record, out int offset, out int length)
        {
            OwnName own = Names[NameOf(record)];
            byte[] data = own.Wire;
            offset = 0;
            length = own.Length;
            switch (Kind(record))
            {
                case Address:
                    data = _address;
                    length = data.Length;
                    break;
                case TypePointer:
                    offset = own.RestOffset;
                    length -= offset;
                    break;
                case Srv:
                    // Priority and weight stay 0.
                    data = _ours;
                    BigEndian.WriteUInt16(data, 4, ((OwnService)own).Port);
                    Array.Copy(Host.Wire, 0, data, SrvFixed, Host.Length);
                    length = SrvFixed + Host.Length;
                    break;
                case Txt:
                    data = ((OwnService)own).Txt;
                    length = data.Length;
                    break;
            }

            return data;
        }

        private static bool IsName(DnsReader reader, int label, byte[] name, int offset)
        {
            return name[offset] == label && reader.NameEquals(name, offset);
        }

        private static int Difference(byte[] first, int firstAt, int firstLength, byte[] second, int secondAt, int secondLength)
        {
            int shorter = firstLength < secondLength ? firstLength : secondLength;
            for (int i = 0; i < shorter; i++)
            {
                int difference = first[firstAt + i] - second[secondAt + i];
                if (difference != 0)
                {
                    return difference;
                }
            }

            return firstLength - secondLength;
        }
    }
}
