// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Host
{
    /// <summary>
    /// A network protocol for the stack and the transports. It has this host's address, knows the way to others, and writes the headers in front of
    /// the transports' payloads. Only it knows the content of a <see cref="Peer"/>.
    /// </summary>
    public abstract class NetworkLayer : NetworkProtocol
    {
        /// <summary>When <see cref="Poll"/> is due.</summary>
        internal long Due = long.MaxValue;

        /// <summary>Where the time to live stands in a received frame, from its first byte on.</summary>
        internal readonly int TimeToLiveOffset;

        internal NetworkLayer(int wireType, int timeToLiveOffset)
            : base(wireType)
        {
            TimeToLiveOffset = timeToLiveOffset;
        }

        /// <summary>Finds another host. The result is valid until the next call; acquire it to keep it.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="peer">The host; null when the result is not Success.</param>
        /// <returns>
        /// Success. NetworkDown: this host has no address. AddressNotAvailable: no other host can have that address. NetworkUnreachable: there is no
        /// route.
        /// </returns>
        internal abstract SocketError Find(HostAddress address, out Peer? peer);

        /// <summary>
        /// Whether nobody here wants a broadcast frame, at a glance. It may be shorter than its headers. If not, nothing has happened yet, and the frame
        /// goes through the layers.
        /// </summary>
        internal abstract bool Declines(byte[] data, int offset);

        /// <summary>
        /// Finds who gets a datagram: another host, or many. The result is valid until the next call. With <paramref name="isUnconfigured"/> this host
        /// needs no address of its own.
        /// </summary>
        /// <returns>As for <see cref="Find"/>; addresses of many hosts are available.</returns>
        internal abstract SocketError FindDestination(HostEndPoint destination, bool isUnconfigured, out Peer? peer);

        /// <summary>What the pseudo header of a datagram to a peer adds to a checksum, as <see cref="Peer.AddressSum"/>.</summary>
        internal abstract int AddressSum(Peer peer, bool isUnconfigured);

        /// <summary>Sends a payload of a transport that chooses more of the header than TCP does.</summary>
        /// <param name="frame">The frame, claimed by who has written the payload.</param>
        /// <param name="peer">Who gets it: a host, or many.</param>
        /// <param name="protocol">The number of the transport protocol.</param>
        /// <param name="length">Bytes of the payload.</param>
        /// <param name="timeToLive">1 to 255; 0: the default.</param>
        /// <param name="isUnconfigured">Whether the source is 0.0.0.0.</param>
        /// <returns>As for <see cref="NetworkStack.Send"/>.</returns>
        internal abstract bool SendDatagram(TransmitFrame frame, Peer peer, int protocol, int length, int timeToLive, bool isUnconfigured);

        /// <summary>The longest payload that <see cref="SendInFragments"/> takes, in bytes; 0: it takes none.</summary>
        internal abstract int MaxPayloadInFragments();

        /// <summary>
        /// A frame for a payload that is longer than <see cref="TransmitFrame.MaxPayload"/>, at <see cref="TransmitFrame.PayloadOffset"/> as in the transmit
        /// frame. Null: all are in use. Whoever takes it gives it to <see cref="SendInFragments"/> in the same call.
        /// </summary>
        internal abstract FrameBuffer? TakeLongFrame();

        /// <summary>Sends what stands in a frame of <see cref="TakeLongFrame"/>, as soon as the link takes it. The parameters are those of <see cref="SendDatagram"/>.</summary>
        internal abstract void SendInFragments(FrameBuffer frame, Peer peer, int protocol, int length, int timeToLive, bool isUnconfigured);

        /// <summary>Tells a host that nobody has the port to which its packet came.</summary>
        internal abstract void PortUnreachable(FrameBuffer frame, Peer source);

        /// <summary>The address of a host.</summary>
        internal abstract HostAddress AddressOf(Peer peer);

        /// <summary>Eight bytes that are unique for the pair of this host's and a peer's address. A keyed hash of both begins with them.</summary>
        internal abstract ulong PairOf(Peer peer);

        /// <summary>Fills in a peer for a <see cref="Peer.Key"/>.</summary>
        internal abstract void Describe(Peer peer, int key);

        /// <summary>
        /// Puts the headers in front of a payload in the transmit frame, and sets the frame's length. Headers that stand there already need not be
        /// written again: those for the same host (<see cref="TransmitFrame.HeaderKey"/>) and as long a payload.
        /// </summary>
        /// <param name="frame">The frame, claimed by who has written the payload.</param>
        /// <param name="peer">To whom it goes.</param>
        /// <param name="protocol">The number of the transport protocol.</param>
        /// <param name="length">Bytes of the payload.</param>
        /// <returns>Whether the frame may leave now. Otherwise there is no route, or a copy waits for the address of the next hop.</returns>
        internal abstract bool WriteHeader(TransmitFrame frame, Peer peer, int protocol, int length);

        /// <summary>A host has not answered for long, so the way to it may have changed.</summary>
        internal abstract void Doubt(Peer peer);

        /// <summary>The link has come up or gone down.</summary>
        internal abstract void LinkChanged();

        /// <summary>Runs due timers, and sets <see cref="Due"/> anew.</summary>
        internal abstract void Poll(long now);
    }
}
