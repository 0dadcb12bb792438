// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Sockets
{
    // On the device there is one program, and it has one network.
    public sealed partial class SocketNetwork
    {
        private static SocketNetwork? s_current;

        /// <summary>The network of the sockets that the program makes from now on; null: there is none yet.</summary>
        public static SocketNetwork? Current
        {
            get { return s_current; }
        }

        /// <summary>Gives the program's sockets this network.</summary>
        public void Use()
        {
            s_current = this;
        }
    }
}
