// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

#if !NANOFRAMEWORK_1_0
namespace NanoTcp.Link
{
    /// <summary>Text that is to be sent, in the ring of the connection that sends it. No controller of a device takes it from there.</summary>
    public sealed class RingText
    {
        /// <summary>The ring. What goes beyond its end goes on at its beginning.</summary>
        public byte[] Ring = { };

        /// <summary>Where the text starts.</summary>
        public int Offset;

        /// <summary>Bytes of the text.</summary>
        public int Length;
    }
}
#endif
