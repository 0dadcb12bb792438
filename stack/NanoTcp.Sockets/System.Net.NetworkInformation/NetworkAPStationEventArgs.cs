// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>What a <see cref="NetworkAPStationChangedEventHandler"/> would be told. There is no access point, so there is none of these.</summary>
    public class NetworkAPStationEventArgs : EventArgs
    {
        private NetworkAPStationEventArgs()
        {
        }

        /// <summary>Whether the station has joined.</summary>
        public bool IsConnected { get; }

        /// <summary>The number of the station.</summary>
        public int StationIndex { get; }
    }
}
