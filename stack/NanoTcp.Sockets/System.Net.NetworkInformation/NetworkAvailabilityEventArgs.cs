// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>What a <see cref="NetworkAvailabilityChangedEventHandler"/> is told.</summary>
    public class NetworkAvailabilityEventArgs : EventArgs
    {
        internal NetworkAvailabilityEventArgs(bool isAvailable)
        {
            IsAvailable = isAvailable;
        }

        /// <summary>Whether there is a link.</summary>
        public bool IsAvailable { get; }
    }
}
