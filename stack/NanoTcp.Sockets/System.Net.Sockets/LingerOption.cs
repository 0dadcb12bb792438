// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>Whether and how long closing a connection waits until the other end has acknowledged everything.</summary>
    public class LingerOption
    {
        /// <summary>Makes the option.</summary>
        /// <param name="enable">Whether to wait.</param>
        /// <param name="seconds">How long. With 0 nothing is waited for, and the connection is reset.</param>
        public LingerOption(bool enable, int seconds)
        {
            Enabled = enable;
            LingerTime = seconds;
        }

        /// <summary>Whether closing waits.</summary>
        public bool Enabled { get; set; }

        /// <summary>How long, in seconds.</summary>
        public int LingerTime { get; set; }
    }
}
