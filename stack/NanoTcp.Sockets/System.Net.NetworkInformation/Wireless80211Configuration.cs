// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>How a station joins a wireless network. This stack has Ethernet only, so there is none.</summary>
    public class Wireless80211Configuration
    {
        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public Wireless80211Configuration(uint id)
        {
            throw new NotSupportedException("There is no wireless network.");
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

            /// <summary>It is on, and connects by itself.</summary>
            AutoConnect = 0x04 | Enable,

            /// <summary>It is on, and is told its network by radio.</summary>
            SmartConfig = 0x08 | Enable,
        }

        /// <summary>How the station shows who it is.</summary>
        public AuthenticationType Authentication { get; set; }

        /// <summary>How it encrypts.</summary>
        public EncryptionType Encryption { get; set; }

        /// <summary>Its radio.</summary>
        public RadioType Radio { get; set; }

        /// <summary>How it starts.</summary>
        public ConfigurationOptions Options { get; set; }

        /// <summary>The password.</summary>
        public string? Password { get; set; }

        /// <summary>The name of the network.</summary>
        public string? Ssid { get; set; }

        /// <summary>The number of the configuration.</summary>
        public uint Id { get; }

        /// <summary>There are none.</summary>
        public static Wireless80211Configuration[] GetAllWireless80211Configurations()
        {
            return new Wireless80211Configuration[0];
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public void SaveConfiguration()
        {
            throw new NotSupportedException("There is no wireless network.");
        }
    }
}
