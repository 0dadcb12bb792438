// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>What is known of this host.</summary>
    public static class IPGlobalProperties
    {
        /// <summary>The same as <see cref="IPAddress.GetDefaultLocalAddress"/>.</summary>
        public static IPAddress GetIPAddress()
        {
            return IPAddress.GetDefaultLocalAddress();
        }
    }
}
