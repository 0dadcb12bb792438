// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Tcp
{
    // The numbers of a connection, for measurements.
    public sealed partial class TcpConnection
    {
        /// <summary>Reports the numbers of the connection.</summary>
        /// <param name="info">The object to fill.</param>
        /// <exception cref="InvalidOperationException">There is no connection.</exception>
        /// <exception cref="ArgumentNullException">There is nothing to fill.</exception>
        public void GetInfo(TcpInfo info)
        {
            ArgumentNullException.ThrowIfNull(info, nameof(info));
            Existing().GetInfo(info);
        }

        partial void NameState(ref string state)
        {
            state = State.ToString();
        }
    }
}
