// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>The address of an interface has changed.</summary>
    /// <param name="sender">The number of the interface.</param>
    /// <param name="e">Nothing more.</param>
    public delegate void NetworkAddressChangedEventHandler(object sender, EventArgs e);
}
