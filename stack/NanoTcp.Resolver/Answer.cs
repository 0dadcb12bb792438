// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dns;
using NanoTcp.Wire;

namespace NanoTcp.Resolver
{
    /// <summary>
    /// Reads what a server has answered to a question for addresses. It takes nothing but records of the name asked for, and of the names that it is
    /// an alias of. So no server can slip in a record of another name (RFC 5452 §6).
    /// </summary>
    internal sealed class Answer
    {
        /// <summary>The most aliases that lead to an address.</summary>
        internal const int MaxAliases = 8;

        /// <summary>The longest time that addresses are remembered, a day, in seconds.</summary>
        private const uint MaxTimeToLive = 86_400;

        /// <summary>The same for a name without addresses, five minutes: somebody may be setting it up.</summary>
        private const uint MaxNegativeTimeToLive = 300;

        /// <summary>Data of an SOA record: two names of a byte at least, and five numbers.</summary>
        private const int MinSoaLength = 22;

        /// <summary>The addresses.</summary>
        internal readonly byte[] Addresses = new byte[ResolverQuery.MaxAddresses * ResolverQuery.AddressLength];

        /// <summary>How many of them there are.</summary>
        internal int Count;

        /// <summary>Seconds for which the answer is good; 0: do not remember it.</summary>
        internal uint TimeToLive;

        /// <summary>Aliases in this message that were followed.</summary>
        internal int Aliases;

        /// <summary>For <see cref="AnswerKind.Alias"/>: where in the message the name stands whose address is still unknown.</summary>
        internal int AliasOffset;

        private readonly DnsReader _reader = new DnsReader();

        /// <summary>Reads a message.</summary>
        /// <param name="message">It begins at the first byte.</param>
        /// <param name="length">Bytes of it.</param>
        /// <param name="id">The identifier of the query.</param>
        /// <param name="name">The name asked for.</param>
        /// <param name="aliasesLeft">How many aliases may be followed.</param>
        /// <param name="isWhole">No more of this answer can be had, over TCP, so what there is has to do.</param>
        /// <returns>What it means.</returns>
        internal AnswerKind Read(byte[] message, int length, int id, byte[] name, int aliasesLeft, bool isWhole)
        {
            DnsReader reader = _reader;
            Count = 0;
            Aliases = 0;
            if (!reader.Begin(message, length) || reader.Id != id || (reader.Flags & (DnsHeader.Response | DnsHeader.OpcodeMask)) != DnsHeader.Response)
            {
                return AnswerKind.Unexpected;
            }

            int flags = reader.Flags;
            int code = flags & DnsHeader.ResponseCodeMask;
            int questions = reader.CountOf(DnsSection.Question);
            bool isAsked = questions == 0
                ? code != DnsResponseCode.NoError
                : questions == 1 && reader.ReadQuestion() && reader.Type == DnsType.A && reader.Class == DnsClass.IN && reader.NameEquals(name, 0);
            if (!isAsked)
            {
                return AnswerKind.Unexpected;
            }

            if (code == DnsResponseCode.NXDomain)
            {
                // That is said of the end of a chain of aliases, too (RFC 6604 §3).
                ReadAuthority();
                return AnswerKind.NotFound;
            }

            if (code != DnsResponseCode.NoError)
            {
                return AnswerKind.ServerFailed;
            }

            bool isCut = (flags & DnsHeader.Truncated) != 0;
            if (isCut && !isWhole)
            {
                return AnswerKind.Truncated;
            }

            if (!Follow(message, length, name, aliasesLeft))
            {
                return AnswerKind.ServerFailed;
            }

            if (Count > 0)
            {
                return AnswerKind.Addresses;
            }

            if (reader.IsDamaged || isCut)
            {
                return isWhole ? AnswerKind.ServerFailed : AnswerKind.Truncated;
            }

            reader.Begin(message, length);
            return ReadAuthority();
        }

        /// <summary>Follows the aliases of the answer section, whatever the order of its records, and collects the addresses at their end.</summary>
        /// <returns>False: there are too many aliases.</returns>
        private bool Follow(byte[] message, int length, byte[] name, int aliasesLeft)
        {
            DnsReader reader = _reader;
            byte[] owner = name;
            int ownerOffset = 0;
            TimeToLive = MaxTimeToLive;
            while (true)
            {
                int alias = -1;
                uint aliasTimeToLive = 0;
                reader.Begin(message, length);
                while (reader.ReadRecord() && reader.Section == DnsSection.Answer)
                {
                    // In answers of mDNS the class may have a bit more.
                    if ((reader.Class & ~DnsClass.CacheFlush) != DnsClass.IN || !reader.NameEquals(owner, ownerOffset))
                    {
                        continue;
                    }

                    if (reader.Type == DnsType.CNAME && alias < 0)
                    {
                        alias = reader.DataName(0);
                        aliasTimeToLive = reader.TimeToLive;
                    }
                    else if (reader.Type == DnsType.A && reader.DataLength == ResolverQuery.AddressLength && Count < ResolverQuery.MaxAddresses
                        && IsNew(message, reader.DataOffset))
                    {
                        Array.Copy(message, reader.DataOffset, Addresses, Count * ResolverQuery.AddressLength, ResolverQuery.AddressLength);
                        Count++;
                        LimitTimeToLive(reader.TimeToLive);
                    }
                }

                if (Count > 0 || alias < 0)
                {
                    return true;
                }

                if (Aliases == aliasesLeft)
                {
                    return false;
                }

                Aliases++;
                LimitTimeToLive(aliasTimeToLive);
                owner = message;
                ownerOffset = alias;
                AliasOffset = alias;
            }
        }

        /// <summary>Whether an address is not among those collected: a record that comes twice is one (RFC 2181 §5).</summary>
        private bool IsNew(byte[] message, int offset)
        {
            uint address = BigEndian.ReadUInt32(message, offset);
            for (int i = 0; i < Count; i++)
            {
                if (BigEndian.ReadUInt32(Addresses, i * ResolverQuery.AddressLength) == address)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Reads why there is no address: RFC 2308 §2.</summary>
        private AnswerKind ReadAuthority()
        {
            DnsReader reader = _reader;
            bool isReferral = false;
            TimeToLive = MaxNegativeTimeToLive;
            while (reader.ReadRecord() && reader.Section <= DnsSection.Authority)
            {
                if (reader.Section == DnsSection.Answer)
                {
                    continue;
                }

                if (reader.Type == DnsType.SOA && reader.DataLength >= MinSoaLength)
                {
                    // The smaller of the record's own and its last number (RFC 2308 §5).
                    uint minimum = BigEndian.ReadUInt32(reader.Message, reader.DataOffset + reader.DataLength - 4);
                    LimitTimeToLive(reader.TimeToLive);
                    LimitTimeToLive(minimum >> 31 == 0 ? minimum : 0);
                    return AnswerKind.NotFound;
                }

                isReferral |= reader.Type == DnsType.NS;
            }

            // Nobody says for how long this is so.
            TimeToLive = 0;
            return Aliases > 0 ? AnswerKind.Alias : isReferral ? AnswerKind.ServerFailed : AnswerKind.NotFound;
        }

        private void LimitTimeToLive(uint seconds)
        {
            TimeToLive = seconds < TimeToLive ? seconds : TimeToLive;
        }
    }
}
