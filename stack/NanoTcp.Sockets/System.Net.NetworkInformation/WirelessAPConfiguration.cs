// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>How this host is an access point. This stack has Ethernet only, so it is none.</summary>
    public class WirelessAPConfiguration
    {
        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public WirelessAPConfiguration(uint id)
        {
            throw NoAccessPoint();
        }

        /// <summary>How it starts.</summary>
        [Flags]
        public enum ConfigurationOptions : byte
        {
            /// <summary>Not said.</summary>
            None = 0,

            /// <summary>It is off.</summary>
            Disable = 0x01,

            /// <summary>It is on.</summary>
            Enable = 0x02,

            /// <summary>It is on, and starts by itself.</summary>
            AutoStart = 0x04 | Enable,

            /// <summary>It does not say its name.</summary>
            HiddenSSID = 0x08,
        }

        /// <summary>How stations show who they are.</summary>
        public AuthenticationType Authentication { get; set; }

        /// <summary>How it encrypts.</summary>
        public EncryptionType Encryption { get; set; }

        /// <summary>Its radio.</summary>
        public RadioType Radio { get; set; }

        /// <summary>The password.</summary>
        public string? Password { get; set; }

        /// <summary>The name of its network.</summary>
        public string? Ssid { get; set; }

        /// <summary>How it starts.</summary>
        public ConfigurationOptions Options { get; set; }

        /// <summary>Its channel.</summary>
        public byte Channel { get; set; }

        /// <summary>The most stations.</summary>
        public byte MaxConnections { get; set; }

        /// <summary>The number of the configuration.</summary>
        public uint Id { get; }

        /// <summary>There are none.</summary>
        public static WirelessAPConfiguration[] GetAllWirelessAPConfigurations()
        {
            return new WirelessAPConfiguration[0];
        }

        /// <summary>There are none.</summary>
        public WirelessAPStation[] GetConnectedStations()
        {
            return new WirelessAPStation[0];
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public WirelessAPStation GetConnectedStations(int stationIndex)
        {
            throw NoAccessPoint();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public void DeAuthStation(int stationIndex)
        {
            throw NoAccessPoint();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public void SaveConfiguration()
        {
            throw NoAccessPoint();
        }

        private static NotSupportedException NoAccessPoint()
        {
            return new NotSupportedException("There is no wireless network.");
        }
    }
}
