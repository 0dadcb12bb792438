// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Threading;

namespace NanoTcp.Sockets
{
    // On the desktop several simulated boards can run in one process, each with its own program.
    public sealed partial class SocketNetwork
    {
        private static readonly AsyncLocal<SocketNetwork?> s_current = new AsyncLocal<SocketNetwork?>();

        /// <summary>The network of the sockets that this flow of execution makes from now on; null: there is none yet.</summary>
        public static SocketNetwork? Current
        {
            get { return s_current.Value; }
        }

        /// <summary>Gives this network to the sockets of this flow of execution, and of the threads that it starts.</summary>
        public void Use()
        {
            s_current.Value = this;
        }
    }
}
