// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Dhcp
{
    // What a reply says, and what is made of replies that say nothing, or nonsense.
    public sealed partial class DhcpLease
    {
        /// <summary>A shorter lease hardly outlasts the check of its address, which takes up to seven seconds (RFC 5227 §2.1.1).</summary>
        private const long LeastSeconds = 10;

        /// <summary>For a server that tells no lease time.</summary>
        private const long DefaultSeconds = 3600;

        /// <summary>T1 is not earlier, if the lease is long enough: no server can make a client ask all the time.</summary>
        private const long LeastRenewal = 60;

        private const int LongestName = 253;

        /// <summary>Whether an offer or a lease can be used. It changes nothing.</summary>
        internal bool CanTake(DhcpReader reader, byte[] message)
        {
            uint address = BigEndian.ReadUInt32(message, DhcpMessage.YourAddress);
            long seconds = SecondsOf(reader);
            return seconds >= LeastSeconds && IPv4Address.IsHost(address) && !IsLinkLocal(address) && !IsServer(reader, address)
                && IsHostOf(address, IPv4Address.Mask(PrefixOf(reader, address)));
        }

        /// <summary>Takes what a lease says that can be used.</summary>
        internal void Take(DhcpReader reader, byte[] message, byte[] server, long began)
        {
            uint address = BigEndian.ReadUInt32(message, DhcpMessage.YourAddress);
            Began = began;
            Seconds = SecondsOf(reader);
            TakeTimes(reader);
            PrefixLength = PrefixOf(reader, address);
            BigEndian.WriteUInt32(AddressBytes, 0, address);
            Address = Renew(Address, AddressBytes);
            TakeRouter(reader, address, IPv4Address.Mask(PrefixLength));
            Server = Renew(Server, server);
            _dnsBytes = TakeServers(reader, DhcpMessage.DnsServers, _dns);
            _ntpBytes = TakeServers(reader, DhcpMessage.NtpServers, _ntp);
            Domain = TakeName(reader, DhcpMessage.Domain, Domain);
            HostName = TakeName(reader, DhcpMessage.HostName, HostName);
        }

        private static bool IsLinkLocal(uint address)
        {
            // RFC 3927 §1.6: not for servers to give.
            return address >> 16 == 0xA9FE;
        }

        /// <summary>Whether one host of a network can have an address. Networks of one or two addresses reserve none (RFC 3021).</summary>
        private static bool IsHostOf(uint address, uint mask)
        {
            return mask >= 0xFFFFFFFE || ((address & ~mask) != 0 && (address | mask) != 0xFFFFFFFF);
        }

        private bool IsServer(DhcpReader reader, uint address)
        {
            return reader.Read(DhcpMessage.ServerIdentifier, _scratch, 4) >= 4 && BigEndian.ReadUInt32(_scratch, 0) == address;
        }

        private long SecondsOf(DhcpReader reader)
        {
            long seconds = reader.ReadNumber(DhcpMessage.LeaseTime, _scratch);
            return seconds < 0 ? DefaultSeconds : seconds;
        }

        /// <summary>The prefix of the mask. Without a mask, or with one that has holes or no bits, that of the address's class (RFC 950 §2.1).</summary>
        private int PrefixOf(DhcpReader reader, uint address)
        {
            uint mask = reader.Read(DhcpMessage.SubnetMask, _scratch, 4) >= 4 ? BigEndian.ReadUInt32(_scratch, 0) : 0;
            for (int prefix = 1; prefix <= 32; prefix++)
            {
                if (mask == IPv4Address.Mask(prefix))
                {
                    return prefix;
                }
            }

            uint first = address >> 24;
            return first < 128 ? 8 : first < 192 ? 16 : 24;
        }

        /// <summary>T1 and T2. Unless both are in order and within the lease, they are 0.5 and 0.875 of it (RFC 2131 §4.4.5).</summary>
        private void TakeTimes(DhcpReader reader)
        {
            long lease = Seconds;
            long half = lease / 2;
            long rebinding = reader.ReadNumber(DhcpMessage.RebindingTime, _scratch);
            rebinding = rebinding < 0 ? lease * 7 / 8 : rebinding;
            long renewal = reader.ReadNumber(DhcpMessage.RenewalTime, _scratch);
            long least = half < LeastRenewal ? half : LeastRenewal;
            renewal = renewal < 0 ? half : renewal > 0 && renewal < least ? least : renewal;
            bool isInOrder = renewal > 0 && renewal < rebinding && rebinding < lease;
            RenewalSeconds = isInOrder ? renewal : half;
            RebindingSeconds = isInOrder ? rebinding : lease * 7 / 8;
        }

        /// <summary>The first router on the network itself. Others cannot be reached, and are as good as none.</summary>
        private void TakeRouter(DhcpReader reader, uint address, uint mask)
        {
            int length = reader.Read(DhcpMessage.Router, _scratch, _scratch.Length);
            BigEndian.WriteUInt32(_routerBytes, 0, IPv4Address.Any);
            for (int i = 0; i + 4 <= length && i + 4 <= _scratch.Length; i += 4)
            {
                uint router = BigEndian.ReadUInt32(_scratch, i);
                if (IPv4Address.IsHost(router) && router != address && ((router ^ address) & mask) == 0 && IsHostOf(router, mask))
                {
                    BigEndian.WriteUInt32(_routerBytes, 0, router);
                    break;
                }
            }

            Router = Renew(Router, _routerBytes);
        }

        /// <summary>The first servers of a list that can be servers. Returns their bytes.</summary>
        private int TakeServers(DhcpReader reader, int code, byte[] into)
        {
            int length = reader.Read(code, _scratch, _scratch.Length);
            int taken = 0;
            for (int i = 0; i + 4 <= length && i + 4 <= _scratch.Length && taken < into.Length; i += 4)
            {
                uint server = BigEndian.ReadUInt32(_scratch, i);
                if (IPv4Address.IsHost(server) && IsNew(server, into, taken))
                {
                    BigEndian.WriteUInt32(into, taken, server);
                    taken += 4;
                }
            }

            return taken;
        }

        private static bool IsNew(uint server, byte[] known, int length)
        {
            for (int i = 0; i < length; i += 4)
            {
                if (BigEndian.ReadUInt32(known, i) == server)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// A name, without the NULs that some servers put behind it, and without a dot at the end. Empty when it has other characters than names have.
        /// The same string as before if it is the same.
        /// </summary>
        private string TakeName(DhcpReader reader, int code, string before)
        {
            byte[] name = _scratch;
            int length = reader.Read(code, name, name.Length);
            if (length > name.Length)
            {
                return "";
            }

            while (length > 0 && name[length - 1] == 0)
            {
                length--;
            }

            if (length > 0 && name[length - 1] == '.')
            {
                length--;
            }

            if (length <= 0 || length > LongestName)
            {
                return "";
            }

            bool isSame = length == before.Length;
            for (int i = 0; i < length; i++)
            {
                if (!IsNameCharacter(name[i]))
                {
                    return "";
                }

                isSame = isSame && before[i] == name[i];
            }

            return isSame ? before : TextOf(name, length);
        }

        private static bool IsNameCharacter(byte c)
        {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        }

        private static string TextOf(byte[] name, int length)
        {
            char[] characters = new char[length];
            for (int i = 0; i < length; i++)
            {
                characters[i] = (char)name[i];
            }

            return new string(characters);
        }

        /// <summary>The same object as before, unless the bytes are another address.</summary>
        private HostAddress Renew(HostAddress before, byte[] bytes)
        {
            return IsSame(before, bytes, 0) ? before : HostAddress.From(bytes, 0);
        }
    }
}
