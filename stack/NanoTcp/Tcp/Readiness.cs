// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>Whether the application has a reason to look at its connection (<see cref="TcpConnection.BecameReady"/>).</summary>
    internal enum Readiness
    {
        /// <summary>None.</summary>
        Waiting,

        /// <summary>None, but the next acknowledgment is one.</summary>
        AwaitingSpace,

        /// <summary>It has.</summary>
        Ready,
    }
}
