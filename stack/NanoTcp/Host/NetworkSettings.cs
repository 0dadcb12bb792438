// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Host
{
    /// <summary>
    /// What a network tells its hosts besides an address: servers of DNS and NTP, and the domain. A DHCP client or the application writes it. Resolvers
    /// and clients read it, and look at <see cref="Changes"/> to see whether it is new.
    /// </summary>
    public sealed class NetworkSettings
    {
        /// <summary>How many servers of a kind are kept. Further ones are ignored.</summary>
        public const int MaxServers = 3;

        private readonly HostAddress[] _dns = new HostAddress[MaxServers];
        private readonly HostAddress[] _ntp = new HostAddress[MaxServers];
        private int _dnsCount;
        private int _ntpCount;
        private string _domain = "";

        /// <summary>How often something was set since construction.</summary>
        public int Changes { get; private set; }

        /// <summary>The number of DNS servers.</summary>
        public int DnsServers
        {
            get { return _dnsCount; }
        }

        /// <summary>The number of NTP servers.</summary>
        public int NtpServers
        {
            get { return _ntpCount; }
        }

        /// <summary>The domain in which names without a dot are looked up; empty: none. It never ends with a dot.</summary>
        public string Domain
        {
            get { return _domain; }
        }

        /// <summary>A DNS server, 0 the preferred one.</summary>
        public HostAddress DnsServer(int index)
        {
            return _dns[index];
        }

        /// <summary>An NTP server, 0 the preferred one.</summary>
        public HostAddress NtpServer(int index)
        {
            return _ntp[index];
        }

        /// <summary>Forgets everything.</summary>
        public void Clear()
        {
            _dnsCount = 0;
            _ntpCount = 0;
            _domain = "";
            Changes++;
        }

        /// <summary>Adds a DNS server behind the others. Returns false for a server that has no room, or is known already.</summary>
        public bool AddDnsServer(HostAddress address)
        {
            if (!Add(_dns, _dnsCount, address))
            {
                return false;
            }

            _dnsCount++;
            return true;
        }

        /// <summary>Adds an NTP server behind the others. Returns false for a server that has no room, or is known already.</summary>
        public bool AddNtpServer(HostAddress address)
        {
            if (!Add(_ntp, _ntpCount, address))
            {
                return false;
            }

            _ntpCount++;
            return true;
        }

        /// <summary>Sets the domain.</summary>
        /// <exception cref="ArgumentNullException">There is none: the empty string means no domain.</exception>
        public void SetDomain(string domain)
        {
            ArgumentNullException.ThrowIfNull(domain, nameof(domain));
            _domain = domain;
            Changes++;
        }

        private bool Add(HostAddress[] servers, int count, HostAddress address)
        {
            ArgumentNullException.ThrowIfNull(address, nameof(address));
            if (count == MaxServers)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (servers[i].Equals(address))
                {
                    return false;
                }
            }

            servers[count] = address;
            Changes++;
            return true;
        }
    }
}
