// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>
    /// The one frame in which packets are made up. The owner of a reference may write into it, and only <see cref="NetworkStack.Claim"/> gives a
    /// reference. In front of <see cref="PayloadOffset"/> stand the headers of the network layer, behind it what the writer has put there.
    /// </summary>
    internal sealed class TransmitFrame : FrameBuffer
    {
        /// <summary>Where the payload of a packet stands, and so the header of a transport.</summary>
        internal const int PayloadOffset = HeadRoom + EthernetHeader.Length + NetworkHeaderLength;

        /// <summary>The longest payload of a packet that Ethernet takes in one frame.</summary>
        internal const int MaxPayload = EthernetHeader.MaxFrame - EthernetHeader.Length - NetworkHeaderLength;

        /// <summary>Bytes of a network layer's header, without options.</summary>
        private const int NetworkHeaderLength = 20;

        /// <summary>For which host the headers in front of the payload are, by its <see cref="Peer.Key"/>; 0: for none. The network layer writes it.</summary>
        internal int HeaderKey;

        /// <summary>For a payload of how many bytes those headers are.</summary>
        internal int HeaderPayload;

        internal TransmitFrame(int maxFrame)
            : base(maxFrame)
        {
        }
    }
}
