// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Host
{
    /// <summary>A protocol that takes the frames of an EtherType: a network protocol, or a helper of one, as ARP is for IPv4.</summary>
    public abstract class NetworkProtocol : FrameWriter
    {
        /// <summary>The next one of the stack.</summary>
        internal NetworkProtocol? NextProtocol;

        /// <summary>Its EtherType, as BitConverter reads it.</summary>
        internal readonly int WireType;

        internal NetworkProtocol(int wireType)
        {
            WireType = wireType;
        }

        /// <summary>A frame of its EtherType has arrived. It has a whole Ethernet header, and is for this station.</summary>
        /// <param name="frame">The frame. It belongs to the driver, and is valid until this call returns.</param>
        /// <param name="isForMany">Whether it is for several stations, including this one.</param>
        internal abstract void Receive(FrameBuffer frame, bool isForMany);
    }
}
