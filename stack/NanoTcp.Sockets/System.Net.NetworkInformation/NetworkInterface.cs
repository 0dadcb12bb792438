// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Sockets;

namespace System.Net.NetworkInformation
{
    /// <summary>The network interface of a program's sockets. Its properties show the state of now, whenever the object was made.</summary>
    public class NetworkInterface
    {
        private const string None = "0.0.0.0";

        private readonly SocketNetwork? _network;

        /// <summary>For derived classes. Only what <see cref="GetAllNetworkInterfaces"/> returns has a network.</summary>
        /// <param name="interfaceIndex">The number of the interface. There is one, number 0.</param>
        protected NetworkInterface(int interfaceIndex)
        {
            _network = interfaceIndex == 0 ? SocketNetwork.Current : null;
        }

        /// <summary>0.0.0.0: it has none.</summary>
        public string IPv4Address
        {
            get
            {
                SocketNetwork? network = Enter();
                return network == null ? None : LeaveWith(network, network.Interface.Address.ToString());
            }
        }

        /// <summary>0.0.0.0: there is no address.</summary>
        public string IPv4SubnetMask
        {
            get
            {
                SocketNetwork? network = Enter();
                return network == null ? None
                    : LeaveWith(network, NanoTcp.Wire.IPv4Address.ToString(NanoTcp.Wire.IPv4Address.Mask(network.Interface.PrefixLength)));
            }
        }

        /// <summary>The router to other networks. 0.0.0.0: none is known.</summary>
        public string IPv4GatewayAddress
        {
            get
            {
                SocketNetwork? network = Enter();
                return network == null ? None : LeaveWith(network, network.Interface.Gateway.ToString());
            }
        }

        /// <summary>The servers of names, the preferred one first.</summary>
        public string[] IPv4DnsAddresses
        {
            get
            {
                SocketNetwork? network = Enter();
                if (network == null)
                {
                    return new string[0];
                }

                HostAddress[] servers = DnsServers(network);
                network.Threads.Leave();
                string[] addresses = new string[servers.Length];
                for (int i = 0; i < servers.Length; i++)
                {
                    addresses[i] = servers[i].ToString();
                }

                return addresses;
            }
        }

        /// <summary>Whether the address comes from DHCP, or is looked for there.</summary>
        public bool IsDhcpEnabled
        {
            get
            {
                SocketNetwork? network = Enter();
                if (network == null)
                {
                    return false;
                }

                bool isDhcp = network.Interface.UsesDhcp;
                network.Threads.Leave();
                return isDhcp;
            }
        }

        /// <summary>Whether the servers of names come from DHCP: the same as <see cref="IsDhcpEnabled"/>.</summary>
        public bool IsAutomaticDnsEnabled
        {
            get { return IsDhcpEnabled; }
        }

        /// <summary>The MAC address, a copy.</summary>
        /// <exception cref="NotSupportedException">It cannot be set here: the board has it.</exception>
        public byte[] PhysicalAddress
        {
            get { return (byte[])Network.Interface.Stack.Link.MacAddress.Clone(); }
            set { throw new NotSupportedException("The board has the MAC address."); }
        }

        /// <summary>Ethernet.</summary>
        public NetworkInterfaceType NetworkInterfaceType
        {
            get { return _network == null ? NetworkInterfaceType.Unknown : NetworkInterfaceType.Ethernet; }
        }

        /// <summary>The number of a wireless configuration. There is none, so it means nothing.</summary>
        public uint SpecificConfigId { get; set; } = 0xFFFFFFFF;

        private SocketNetwork Network
        {
            get { return _network ?? throw new NotSupportedException("This interface has no network."); }
        }

        /// <summary>The interface of the program's sockets. Empty: the program has no network.</summary>
        public static NetworkInterface[] GetAllNetworkInterfaces()
        {
            return SocketNetwork.Current == null ? new NetworkInterface[0] : new NetworkInterface[] { new NetworkInterface(0) };
        }

        /// <summary>Whether there is a link.</summary>
        public static bool GetIsNetworkAvailable()
        {
            SocketNetwork? network = SocketNetwork.Current;
            if (network == null)
            {
                return false;
            }

            network.Threads.Enter();
            bool isUp = network.Interface.IsLinkUp;
            network.Threads.Leave();
            return isUp;
        }

        /// <summary>Looks for an address by DHCP from now on. Connections are lost. Nothing happens if it does so already.</summary>
        public void EnableDhcp()
        {
            SocketNetwork network = Take();
            if (!network.Interface.UsesDhcp)
            {
                network.Interface.UseDhcp();
            }

            LeaveChanged(network);
        }

        /// <summary>Uses this address from now on. The servers of names stay. Connections under another address are lost.</summary>
        /// <param name="ipv4Address">The address.</param>
        /// <param name="ipv4SubnetMask">Its mask: ones, then zeros.</param>
        /// <param name="ipv4GatewayAddress">The router; 0.0.0.0: none.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="FormatException">One of them is no IPv4 address.</exception>
        /// <exception cref="ArgumentException">The mask is none.</exception>
        /// <exception cref="ArgumentOutOfRangeException">They do not fit together. Everything stays as it was.</exception>
        public void EnableStaticIPv4(string ipv4Address, string ipv4SubnetMask, string ipv4GatewayAddress)
        {
            HostAddress address = HostAddress.Parse(ipv4Address);
            int prefixLength = PrefixLength(HostAddress.Parse(ipv4SubnetMask));
            HostAddress gateway = HostAddress.Parse(ipv4GatewayAddress);
            SocketNetwork network = Take();
            try
            {
                HostAddress[] servers = DnsServers(network);
                network.Interface.UseStatic(address, prefixLength, gateway);
                AddDnsServers(network, servers);
            }
            finally
            {
                LeaveChanged(network);
            }
        }

        /// <summary>Asks these servers for names. Those of a lease that DHCP gets later replace them.</summary>
        /// <param name="dnsAddresses">One or two addresses, the preferred one first. 0.0.0.0 is left out.</param>
        /// <exception cref="ArgumentException">There are none, or more than two.</exception>
        /// <exception cref="FormatException">One of them is no IPv4 address.</exception>
        public void EnableStaticIPv4Dns(string[] dnsAddresses)
        {
            if (dnsAddresses == null || dnsAddresses.Length == 0 || dnsAddresses.Length > 2)
            {
                throw new ArgumentException("One or two servers can be set.");
            }

            HostAddress[] servers = new HostAddress[dnsAddresses.Length];
            for (int i = 0; i < servers.Length; i++)
            {
                servers[i] = HostAddress.Parse(dnsAddresses[i]);
            }

            SocketNetwork network = Take();
            SetDnsServers(network, servers);
            LeaveChanged(network);
        }

        /// <summary>Takes the servers of names from DHCP. With a static address there are none then.</summary>
        public void EnableAutomaticDns()
        {
            SocketNetwork network = Take();
            if (network.Interface.UsesDhcp)
            {
                network.Interface.UseDhcp();
            }
            else
            {
                SetDnsServers(network, new HostAddress[0]);
            }

            LeaveChanged(network);
        }

        /// <summary>Gives the address back to the DHCP server (RFC 2131 §4.4.6). The host looks for an address after <see cref="RenewDhcpLease"/>.</summary>
        public void ReleaseDhcpLease()
        {
            SocketNetwork network = Take();
            if (network.Interface.UsesDhcp)
            {
                network.Interface.Dhcp.Release();
            }

            LeaveChanged(network);
        }

        /// <summary>Begins to look for an address by DHCP anew. Nothing happens with a static address.</summary>
        public void RenewDhcpLease()
        {
            SocketNetwork network = Take();
            if (network.Interface.UsesDhcp)
            {
                network.Interface.UseDhcp();
            }

            LeaveChanged(network);
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always: sockets use IPv4.</exception>
        public void EnableStaticIP(
            string ipv4Address, string ipv4subnetMask, string ipv4gatewayAddress, string ipv6Address, string ipv6SubnetMask, string ipv6GatewayAddress)
        {
            throw NoIPv6();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always: sockets use IPv4.</exception>
        public void EnableStaticIPv6(string ipv6Address, string ipv6SubnetMask, string ipv6GatewayAddress)
        {
            throw NoIPv6();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always: sockets use IPv4.</exception>
        public void EnableStaticIPv6Dns(string[] dnsAddresses)
        {
            throw NoIPv6();
        }

        private static NotSupportedException NoIPv6()
        {
            return new NotSupportedException("There is no IPv6.");
        }

        private static int PrefixLength(HostAddress mask)
        {
            for (int length = 0; length <= 32; length++)
            {
                if (mask.ToString() == NanoTcp.Wire.IPv4Address.ToString(NanoTcp.Wire.IPv4Address.Mask(length)))
                {
                    return length;
                }
            }

            throw new ArgumentException("A mask is ones, then zeros, as in 255.255.255.0.");
        }

        private static HostAddress[] DnsServers(SocketNetwork network)
        {
            NetworkSettings settings = network.Interface.Settings;
            HostAddress[] servers = new HostAddress[settings.DnsServers];
            for (int i = 0; i < servers.Length; i++)
            {
                servers[i] = settings.DnsServer(i);
            }

            return servers;
        }

        private static void AddDnsServers(SocketNetwork network, HostAddress[] servers)
        {
            for (int i = 0; i < servers.Length; i++)
            {
                if (!servers[i].IsAny)
                {
                    network.Interface.Settings.AddDnsServer(servers[i]);
                }
            }
        }

        // The other settings stay.
        private static void SetDnsServers(SocketNetwork network, HostAddress[] servers)
        {
            NetworkSettings settings = network.Interface.Settings;
            string domain = settings.Domain;
            HostAddress[] timeServers = new HostAddress[settings.NtpServers];
            for (int i = 0; i < timeServers.Length; i++)
            {
                timeServers[i] = settings.NtpServer(i);
            }

            settings.Clear();
            settings.SetDomain(domain);
            AddDnsServers(network, servers);
            for (int i = 0; i < timeServers.Length; i++)
            {
                settings.AddNtpServer(timeServers[i]);
            }
        }

        private static string LeaveWith(SocketNetwork network, string text)
        {
            network.Threads.Leave();
            return text;
        }

        // What was set takes effect in the next poll.
        private static void LeaveChanged(SocketNetwork network)
        {
            DelayWaiter.AwaitPoll(network.Threads);
            network.Threads.Leave();
        }

        private SocketNetwork? Enter()
        {
            _network?.Threads.Enter();
            return _network;
        }

        private SocketNetwork Take()
        {
            SocketNetwork network = Network;
            network.Threads.Enter();
            return network;
        }
    }
}
