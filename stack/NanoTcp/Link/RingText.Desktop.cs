// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Link
{
    /// <summary>Text to send, in the ring of its connection. Only links on the desktop take text from there.</summary>
    public sealed class RingText
    {
        /// <summary>The ring. Text that reaches its end continues at its beginning.</summary>
        public byte[] Ring = { };

        /// <summary>Where the text starts.</summary>
        public int Offset;

        /// <summary>Bytes of the text.</summary>
        public int Length;
    }
}
