// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Dhcp
{
    /// <summary>
    /// What a server has lent: an address for a time, and the way out of its network. Servers of DNS and NTP and the domain are in the
    /// <see cref="NetworkSettings"/> of the client.
    /// </summary>
    public sealed partial class DhcpLease
    {
        /// <summary>A lease time without end (RFC 2131 §3.3).</summary>
        public const long Infinite = 0xFFFFFFFF;

        /// <summary>The address as in messages.</summary>
        internal readonly byte[] AddressBytes = new byte[4];

        private readonly byte[] _routerBytes = new byte[4];
        private readonly byte[] _dns = new byte[4 * NetworkSettings.MaxServers];
        private readonly byte[] _ntp = new byte[4 * NetworkSettings.MaxServers];
        private readonly byte[] _scratch = new byte[255];
        private int _dnsBytes;
        private int _ntpBytes;

        internal DhcpLease()
        {
        }

        /// <summary>The address.</summary>
        public HostAddress Address { get; private set; } = HostAddress.Any;

        /// <summary>Bits of the address that belong to the network. A server that tells no mask, or none that is possible, means the class of the address.</summary>
        public int PrefixLength { get; private set; }

        /// <summary>The router to other networks; <see cref="HostAddress.Any"/>: the server told none that can be reached.</summary>
        public HostAddress Router { get; private set; } = HostAddress.Any;

        /// <summary>The server's identifier (RFC 2132 §9.7). Requests for more time go there.</summary>
        public HostAddress Server { get; private set; } = HostAddress.Any;

        /// <summary>The time of the lease in seconds, from the request on; <see cref="Infinite"/>: without end.</summary>
        public long Seconds { get; private set; }

        /// <summary>T1 in seconds: when the client asks its server for more time.</summary>
        public long RenewalSeconds { get; private set; }

        /// <summary>T2 in seconds: when it asks any server.</summary>
        public long RebindingSeconds { get; private set; }

        /// <summary>The time of the request that was granted, in milliseconds on the clock of the polls.</summary>
        public long Began { get; private set; }

        /// <summary>The domain that the server told; empty: none. It never ends with a dot.</summary>
        public string Domain { get; private set; } = "";

        /// <summary>The name that the server has for this host; empty: none.</summary>
        public string HostName { get; private set; } = "";

        /// <summary>Seconds that are left at a time on the clock of the polls; <see cref="Infinite"/>: without end. After that clock has fallen back it is too many.</summary>
        public long SecondsLeft(long now)
        {
            long end = EndOf(Seconds);
            return end == long.MaxValue ? Infinite : end <= now ? 0 : (end - now) / 1000;
        }

        internal long RenewsAt
        {
            get { return EndOf(RenewalSeconds); }
        }

        internal long RebindsAt
        {
            get { return EndOf(RebindingSeconds); }
        }

        internal long ExpiresAt
        {
            get { return EndOf(Seconds); }
        }

        /// <summary>Configures IPv4 and the settings, as far as something is new: setting an address anew would cost the connections.</summary>
        internal void Apply(IPv4 ip, NetworkSettings settings)
        {
            if (!ip.Address.Equals(Address) || ip.PrefixLength != PrefixLength || !ip.Gateway.Equals(Router))
            {
                ip.Configure(Address, PrefixLength, Router);
            }

            if (IsIn(settings))
            {
                return;
            }

            settings.Clear();
            for (int i = 0; i < _dnsBytes; i += 4)
            {
                settings.AddDnsServer(HostAddress.From(_dns, i));
            }

            for (int i = 0; i < _ntpBytes; i += 4)
            {
                settings.AddNtpServer(HostAddress.From(_ntp, i));
            }

            settings.SetDomain(Domain);
        }

        private bool IsIn(NetworkSettings settings)
        {
            if (settings.DnsServers * 4 != _dnsBytes || settings.NtpServers * 4 != _ntpBytes || settings.Domain != Domain)
            {
                return false;
            }

            for (int i = 0; i < _dnsBytes; i += 4)
            {
                if (!IsSame(settings.DnsServer(i / 4), _dns, i))
                {
                    return false;
                }
            }

            for (int i = 0; i < _ntpBytes; i += 4)
            {
                if (!IsSame(settings.NtpServer(i / 4), _ntp, i))
                {
                    return false;
                }
            }

            return true;
        }

        private bool IsSame(HostAddress address, byte[] bytes, int offset)
        {
            address.CopyTo(_scratch, 0);
            return BigEndian.ReadUInt32(_scratch, 0) == BigEndian.ReadUInt32(bytes, offset);
        }

        /// <summary>The end of a time that began with the lease. 64 bits: 32 hold no more than 49 days in milliseconds.</summary>
        private long EndOf(long seconds)
        {
            return Seconds == Infinite ? long.MaxValue : Began + (seconds * 1000);
        }
    }
}
