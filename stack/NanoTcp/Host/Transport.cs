// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Host
{
    /// <summary>What the stack asks of a transport protocol: TCP and UDP stand above this folder, which knows only this of them.</summary>
    public abstract class Transport
    {
        /// <summary>The next one of the stack.</summary>
        internal Transport? NextTransport;

        /// <summary>Frames that <see cref="ReceivePredicted"/> took: the stack does not count those among the ones received.</summary>
        internal int FramesPredicted;

        /// <summary>
        /// A packet has arrived from <paramref name="source"/> for this stack's own address. <paramref name="source"/> may be the one
        /// stranger of the <see cref="PeerTable"/>, which is good until this call returns; to keep it, acquire it.
        /// </summary>
        internal abstract void Receive(FrameBuffer frame, int offset, int length, Peer source);

        /// <summary>
        /// A frame has arrived. A transport that knows at a glance that it is of the flow of the frame before, and whole, takes it: true. Otherwise
        /// nothing has happened yet, and the frame goes through the layers.
        /// </summary>
        internal abstract bool ReceivePredicted(FrameBuffer frame);

        /// <summary>Runs due timers. Returns when it wants to be called again.</summary>
        internal abstract long Poll(long now);

        /// <summary>Sends what is queued. What finds the link busy stays queued, and says so by <see cref="NetworkStack.WorkDue"/>.</summary>
        internal abstract void SendQueued();

        /// <summary>Nobody answers for an address on the link that packets were to go through.</summary>
        internal abstract void HopUnreachable(uint nextHop);

        /// <summary>An ICMP error has come about a packet that this stack is said to have sent.</summary>
        /// <param name="peer">To whom it was sent.</param>
        /// <param name="kind">Type (high byte) and code of the message.</param>
        /// <param name="nextHopMtu">The next-hop MTU field (RFC 1191 §4).</param>
        /// <param name="data">The frame of the message.</param>
        /// <param name="offset">Where the first eight bytes of the packet's payload stand.</param>
        internal abstract void ErrorArrives(Peer peer, int kind, int nextHopMtu, byte[] data, int offset);

        /// <summary>The stack's own address is about to change: what was connected under the old one is lost.</summary>
        internal abstract void AddressChanging();
    }
}
