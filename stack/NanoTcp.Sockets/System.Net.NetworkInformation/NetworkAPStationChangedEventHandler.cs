// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>A station has joined or left an access point. It is never called: there is no access point.</summary>
    /// <param name="NetworkIndex">The number of the interface.</param>
    /// <param name="e">The station.</param>
    public delegate void NetworkAPStationChangedEventHandler(int NetworkIndex, NetworkAPStationEventArgs e);
}
