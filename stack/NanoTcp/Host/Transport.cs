// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Host
{
    /// <summary>
    /// A transport protocol on a <see cref="NetworkStack"/>, as TCP and UDP are. The stack knows only this of it, and it knows only the stack, peers and the
    /// transmit frame: no address, and no protocol below.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Its constructor checks that <see cref="NetworkStack.TransportOf"/> finds none of its protocol number, allocates all that it ever needs, takes
    /// secrets from <see cref="NetworkStack.Entropy"/>, and calls <see cref="NetworkStack.Register(Transport)"/> last. Nothing is allocated
    /// afterwards.
    /// </para>
    /// <para>
    /// <b>Another host</b> is a <see cref="Peer"/>. One comes with each packet (<see cref="Receive"/>); <see cref="NetworkLayer.Find"/> of
    /// <see cref="NetworkStack.Network"/> finds one by the address that an application names. It is good until the next one is looked for. To keep
    /// it, ask <see cref="PeerTable.CanAcquire"/>, which counts a full table, then call <see cref="PeerTable.Acquire"/> and keep what that returns;
    /// call <see cref="PeerTable.Release"/> once for each. Where an object would be too much, keep <see cref="Peer.Key"/>. Held peers with the same
    /// address are the same object. <see cref="Peer.AddressSum"/> is what a pseudo header adds to a checksum. A keyed hash of both hosts begins with
    /// <see cref="NetworkLayer.PairOf"/>.
    /// </para>
    /// <para>
    /// <b>To send</b>: <see cref="NetworkStack.Claim"/> gives the transmit frame. Write header and payload at
    /// <see cref="TransmitFrame.PayloadOffset"/>, at most <see cref="TransmitFrame.MaxPayload"/> bytes, and nothing in front of it. Then call
    /// <see cref="NetworkStack.Send"/>. Claim it anew for each packet, and keep no reference to it: between two packets anybody may have claimed it,
    /// and a writer without a claim spoils another's packet. <see cref="FrameWriter.Frame"/> is not null as long as nobody has; only then what was
    /// written before still stands there, and need not be written again.
    /// </para>
    /// <para>
    /// <b>When the link is busy</b> (<c>Controller.CanTransmit()</c>, or <see cref="NetworkStack.Send"/> is false) the packet was not sent. A
    /// transport that can wait keeps it, sets <see cref="NetworkStack.WorkDue"/> to 0, and sends it in <see cref="SendQueued"/>. TCP also queues what an
    /// application's call sends, so that several calls share a segment, and sets <see cref="NetworkStack.WorkDue"/> to 0. UDP keeps nothing: a call
    /// sends its datagram at once, or says that it could not.
    /// </para>
    /// <para>
    /// <b>Timers</b>: <see cref="NetworkStack.WakeBy"/> asks for a <see cref="Poll"/> at a time. While the stack polls, the time is
    /// <see cref="NetworkStack.Now"/>. In an application's call that may be old, since it stands still while polls have nothing to do. So a call only
    /// queues, and the next poll starts the timer. <c>Controller.Now</c> is the time of the last poll, whatever it had to do.
    /// </para>
    /// <para>
    /// <b>Counters</b>: an <c>int[]</c> of its own by an enumeration of its own, and a public <c>GetCount</c> (<see cref="CounterValues"/>).
    /// Everything dropped or refused is counted.
    /// </para>
    /// </remarks>
    public abstract class Transport : FrameWriter
    {
        /// <summary>Its protocol number.</summary>
        internal readonly int Protocol;

        /// <summary>The next one of the stack.</summary>
        internal Transport? NextTransport;

        /// <summary>Frames that <see cref="ReceivePredicted"/> took. The stack does not count them as received.</summary>
        internal int FramesPredicted;

        internal Transport(int protocol)
        {
            Protocol = protocol;
        }

        /// <summary>A whole packet has arrived for this host's own address, no broadcast. Its header is checked; nothing is known of its payload.</summary>
        /// <param name="frame">The frame: the driver's, good until this call returns, and not to be written into.</param>
        /// <param name="offset">Where the payload stands in <see cref="FrameBuffer.Data"/>.</param>
        /// <param name="length">Bytes of the payload, 0 or more. The protocol's own header may say less.</param>
        /// <param name="source">The host that has sent it.</param>
        internal abstract void Receive(FrameBuffer frame, int offset, int length, Peer source);

        /// <summary>
        /// A packet has arrived that is for many hosts, this one among them, or for whatever address while this host has none. A transport that takes
        /// no such packets leaves this as it is.
        /// </summary>
        /// <param name="frame">As for <see cref="Receive"/>, and so are the other parameters.</param>
        /// <param name="offset">Where the payload stands.</param>
        /// <param name="length">Bytes of the payload.</param>
        /// <param name="source">The host that has sent it. Its address may be 0.0.0.0.</param>
        /// <param name="addressSum">What a pseudo header of this packet adds to a checksum.</param>
        /// <param name="destination">For whom it is: anything but this host's own address.</param>
        internal virtual void ReceiveForMany(FrameBuffer frame, int offset, int length, Peer source, int addressSum, PacketDestination destination)
        {
        }

        /// <summary>
        /// A frame has arrived, and this is <see cref="NetworkStack.Predictor"/>: it has set itself to be, when it took the frame before. If it knows at a glance
        /// that this one is of the same flow, and whole, it takes it and returns true. Otherwise nothing has happened yet, and the frame goes through the
        /// layers. A transport that never predicts leaves this as it is.
        /// </summary>
        internal virtual bool ReceivePredicted(FrameBuffer frame)
        {
            return false;
        }

        /// <summary>
        /// Runs timers that are due. Called in a poll when a time has come that anybody asked for with <see cref="NetworkStack.WakeBy"/>, not in each poll.
        /// </summary>
        /// <param name="now">The time in milliseconds.</param>
        /// <returns>When it wants to be called again; <see cref="long.MaxValue"/>: it does not care.</returns>
        internal abstract long Poll(long now);

        /// <summary>
        /// Sends what is queued. Called in the poll, or flush, after <see cref="NetworkStack.WorkDue"/> was set to 0. Output that finds the link busy
        /// stays queued, and sets it to 0 again.
        /// </summary>
        internal abstract void SendQueued();

        /// <summary>Nobody on the link answers for a host that some transport holds. It may be released here.</summary>
        internal abstract void PeerUnreachable(Peer peer);

        /// <summary>An error is reported of a packet that this host is said to have sent. Anybody may say so: compare what is quoted with what was sent.</summary>
        /// <param name="peer">To whom it was sent.</param>
        /// <param name="error">The reported error.</param>
        /// <param name="maxPayload">For <see cref="PathError.TooLarge"/>: the longest payload that the path takes; 0: unknown.</param>
        /// <param name="data">The frame with the report.</param>
        /// <param name="offset">Where the first eight bytes of the packet's payload stand in it. No more is quoted for certain.</param>
        internal abstract void ErrorArrives(Peer peer, PathError error, int maxPayload, byte[] data, int offset);

        /// <summary>This host's address is about to change: a connection of both addresses is lost.</summary>
        internal abstract void AddressChanging();
    }
}
