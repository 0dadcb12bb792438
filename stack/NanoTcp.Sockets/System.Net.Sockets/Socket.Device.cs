// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    // On the desktop a program that forgets to close a socket loses its connection's place. There the garbage collector would take it away at a time that
    // nobody can repeat.
    public partial class Socket
    {
        /// <summary>Closes a socket that nobody refers to any more.</summary>
        ~Socket()
        {
            // There are none if the constructor has failed for want of a network.
            if (_threads != null)
            {
                Dispose(false);
            }
        }
    }
}
