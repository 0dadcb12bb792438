// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>A station of an access point. There is no access point, so there is none of these.</summary>
    public class WirelessAPStation
    {
        private WirelessAPStation(byte[] macAddress)
        {
            MacAddress = macAddress;
        }

        /// <summary>Its MAC address.</summary>
        public byte[] MacAddress { get; }

        /// <summary>How strong its signal is.</summary>
        public sbyte Rssi { get; }

        /// <summary>What it speaks.</summary>
        public PhyProtocols PhyModes { get; }
    }
}
