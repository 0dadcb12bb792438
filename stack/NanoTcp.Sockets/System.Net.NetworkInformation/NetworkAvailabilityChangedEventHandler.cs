// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>The link of an interface has come up or gone down.</summary>
    /// <param name="sender">The number of the interface.</param>
    /// <param name="e">Whether there is a link.</param>
    public delegate void NetworkAvailabilityChangedEventHandler(object sender, NetworkAvailabilityEventArgs e);
}
