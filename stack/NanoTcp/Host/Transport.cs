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

        /// <summary>Its protocol number.</summary>
        internal readonly int Protocol;

        internal Transport(int protocol)
        {
            Protocol = protocol;
        }

        /// <summary>
        /// A packet has arrived from <paramref name="source"/> for this stack's own address. <paramref name="source"/> may be the one
        /// stranger of the <see cref="PeerTable"/>, which is good until this call returns; to keep it, acquire it.
        /// </summary>
        internal abstract void Receive(FrameBuffer frame, int offset, int length, Peer source);

        /// <summary>
        /// A frame has arrived. A transport that knows at a glance that it is of the flow of the frame before, and whole, takes it: true. Otherwise
        /// nothing has happened yet, and the frame goes through the layers.
        /// </summary>
        internal virtual bool ReceivePredicted(FrameBuffer frame)
        {
            return false;
        }

        /// <summary>Runs due timers. Returns when it wants to be called again.</summary>
        internal abstract long Poll(long now);

        /// <summary>Sends what is queued. What finds the link busy stays queued, and says so by <see cref="NetworkStack.WorkDue"/>.</summary>
        internal abstract void SendQueued();

        /// <summary>Nobody answers on the link for a host that some transport holds.</summary>
        internal abstract void PeerUnreachable(Peer peer);

        /// <summary>An error is reported of a packet that this stack is said to have sent. Anybody may say so.</summary>
        /// <param name="peer">To whom it was sent; as for <see cref="Receive"/>.</param>
        /// <param name="error">What is reported.</param>
        /// <param name="maxPayload">Of <see cref="PathError.TooLarge"/>: the longest payload that the path takes; 0: nobody says.</param>
        /// <param name="data">The frame with the report.</param>
        /// <param name="offset">Where the first eight bytes of the packet's payload stand in it: all that is quoted for certain.</param>
        internal abstract void ErrorArrives(Peer peer, PathError error, int maxPayload, byte[] data, int offset);

        /// <summary>The stack's own address is about to change: what was connected under the old one is lost.</summary>
        internal abstract void AddressChanging();
    }
}
