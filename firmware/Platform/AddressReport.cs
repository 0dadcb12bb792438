// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Network;

namespace NanoTcp.Platform
{
    /// <summary>Prints where the board is found, whenever that changes.</summary>
    public sealed class AddressReport : NetworkListener
    {
        private readonly string _scheme;

        /// <summary>Prints a line for each change.</summary>
        /// <param name="scheme">What a URL of the board begins with, such as <c>http://</c>; empty: the line has no URL.</param>
        public AddressReport(string scheme)
        {
            _scheme = scheme;
        }

        /// <inheritdoc/>
        public override void NetworkChanged(NetworkInterface network, long now)
        {
            string text = Describe(network, now);
            Console.WriteLine(network.Kind == AddressKind.None || _scheme.Length == 0 ? text : _scheme + network.Address.ToString() + "/ " + text);
        }

        /// <summary>A line on link, address, and where the address comes from.</summary>
        public static string Describe(NetworkInterface network, long now)
        {
            if (!network.IsLinkUp)
            {
                return "No link";
            }

            if (network.Kind == AddressKind.None)
            {
                return network.HasConflict ? "No address: the static one is another station's" : "No address yet";
            }

            string text = "Address " + network.Address.ToString() + "/" + network.PrefixLength.ToString() + ", " + Describe(network.Kind);
            if (network.Lease != null)
            {
                long left = network.Lease.SecondsLeft(now);
                text += " by " + network.Lease.Server.ToString() + (left == DhcpLease.Infinite ? " without end" : " for " + left.ToString() + " s");
            }

            if (!network.Gateway.Equals(HostAddress.Any))
            {
                text += ", gateway " + network.Gateway.ToString();
            }

            if (network.Settings.DnsServers > 0)
            {
                text += ", DNS " + network.Settings.DnsServer(0).ToString();
            }

            return network.HasConflict ? text + ": another station uses this address, too" : text;
        }

        // The device's Enum.ToString gives a number.
        private static string Describe(AddressKind kind)
        {
            return kind == AddressKind.Leased ? "leased" : kind == AddressKind.LinkLocal ? "link-local: no DHCP server has answered" : "static";
        }
    }
}
