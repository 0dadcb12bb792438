// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Networking
{
    /// <summary>A static address for <see cref="NetworkHelper"/>. All addresses are text, as in 192.168.7.2.</summary>
    public class IPConfiguration
    {
        /// <summary>Makes a configuration.</summary>
        /// <param name="ipv4Address">The address.</param>
        /// <param name="ipv4SubnetMask">Its mask, as in 255.255.255.0.</param>
        /// <param name="ipv4GatewayAddress">The router; 0.0.0.0: none.</param>
        /// <param name="ipv4DnsAddresses">One or two servers of names; null: those that are known stay.</param>
        public IPConfiguration(string ipv4Address, string ipv4SubnetMask, string ipv4GatewayAddress, string[]? ipv4DnsAddresses = null)
        {
            IPAddress = ipv4Address;
            IPSubnetMask = ipv4SubnetMask;
            IPGatewayAddress = ipv4GatewayAddress;
            IPDns = ipv4DnsAddresses;
        }

        /// <summary>The address.</summary>
        public string IPAddress { get; set; }

        /// <summary>Its mask.</summary>
        public string IPSubnetMask { get; set; }

        /// <summary>The router.</summary>
        public string IPGatewayAddress { get; set; }

        /// <summary>The servers of names.</summary>
        public string[]? IPDns { get; set; }
    }
}
