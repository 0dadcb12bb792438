// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>
    /// One host on one link. It has no thread, clock or random source of its own. <see cref="Poll"/> gets the time, and the caller provides the link
    /// and the entropy. So the same calls always give the same frames. All memory is taken by the constructors. It belongs to one thread, with
    /// everything that is added to it.
    /// </summary>
    public sealed partial class NetworkStack
    {
        internal readonly PeerTable Peers;
        internal readonly EntropySource Entropy;

        /// <summary>The values of the counters, by <see cref="Counter"/>.</summary>
        internal readonly int[] Counts = new int[(int)Counter.Count];

        /// <summary>
        /// Received frames, except those that transports have predicted and those that nobody here wants. The most frequent counters have fields.
        /// </summary>
        internal int FramesReceived;

        /// <summary>Received frames that nobody here wants.</summary>
        internal int FramesNotForUs;

        /// <summary>Frames that the link has taken.</summary>
        internal int FramesSent;

        /// <summary>The value of <see cref="Link"/>, because a property costs the device more.</summary>
        internal readonly EthernetLink Controller;

        /// <summary>What a wait loses at the most to the step of the clock, in milliseconds.</summary>
        internal readonly int ClockLoss;

        /// <summary>Whether there is a link, at the last look.</summary>
        internal bool HasLink;

        /// <summary>The network layer; null: no other host can be reached.</summary>
        internal NetworkLayer? Network;

        /// <summary>
        /// Which multicast frames somebody here may want. Bit n stands for the MAC addresses whose last byte is n modulo 32. The network layer keeps it.
        /// </summary>
        internal int MulticastFilter;

        /// <summary>
        /// To which ports somebody here may want broadcasts. Bit n stands for the ports that are n modulo 32. The transports of datagrams keep it.
        /// </summary>
        internal int BroadcastPorts;

        /// <summary>Whether a socket asks for this host's address, and the answer may come to an address that the host does not have yet.</summary>
        internal bool TakesFutureAddress;

        /// <summary>The transport that took the last frame, if it may predict the next one; null: none.</summary>
        internal Transport? Predictor;

        /// <summary>The first of the transports.</summary>
        internal Transport? FirstTransport;

        /// <summary>With a coarser clock little would be left of the half second that an acknowledgment may take (RFC 9293 §3.8.6.3).</summary>
        private const int LongestClockStep = 250;

        private readonly TransmitFrame _transmitFrame;
        private readonly uint _macLow;
        private readonly int _macHigh;
        private readonly int _maxFramesPerPoll;
        private readonly SipHash _random;
        private uint _randomCount;
        private NetworkProtocol? _firstProtocol;
        private FrameWriter? _lastWriter;

        /// <summary>Makes a stack. A network layer (<c>IPv4</c>) and transports (<c>TcpTransport</c>) are added to it.</summary>
        /// <param name="link">The controller. No other stack may use it.</param>
        /// <param name="entropy">The source of secrets. Only this and the constructors of transports call it.</param>
        /// <param name="options">Sizes, and the step of the clock.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the step of the clock is not 1 to 250 ms.</exception>
        public NetworkStack(EthernetLink link, EntropySource entropy, StackOptions options)
        {
            ArgumentNullException.ThrowIfNull(link, nameof(link));
            ArgumentNullException.ThrowIfNull(entropy, nameof(entropy));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.Peers < 1 || options.MaxFramesPerPoll < 1 || options.ClockStep < 1 || options.ClockStep > LongestClockStep)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            Controller = link;
            _macLow = BitConverter.ToUInt32(link.MacAddress, 0);
            _macHigh = BitConverter.ToUInt16(link.MacAddress, 4);
            Entropy = entropy;
            byte[] key = new byte[SipHash.KeyLength];
            entropy.Fill(key);
            _random = new SipHash(key);
            _transmitFrame = new TransmitFrame(link.MaxTransmit);
            Peers = new PeerTable(options.Peers, this);
            _maxFramesPerPoll = options.MaxFramesPerPoll;
            ClockLoss = options.ClockStep - 1;
        }

        /// <summary>The controller.</summary>
        public EthernetLink Link
        {
            get { return Controller; }
        }

        /// <summary>Whether there is a link. The stack looks in its polls. <see cref="LinkChanges"/> shows whether the link was down in between.</summary>
        public bool IsLinkUp
        {
            get { return HasLink; }
        }

        /// <summary>The value of a counter since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(Counter counter)
        {
            if (counter == Counter.FramesSent)
            {
                return FramesSent;
            }

            if (counter == Counter.FrameNotForUs)
            {
                return FramesNotForUs;
            }

            if (counter != Counter.FramesReceived)
            {
                return CounterValues.Get(Counts, (int)counter);
            }

            int count = FramesReceived + FramesNotForUs;
            for (Transport? transport = FirstTransport; transport != null; transport = transport.NextTransport)
            {
                count += transport.FramesPredicted;
            }

            return count;
        }

        /// <summary>
        /// A number that nobody on the network can predict, from 0 to one below a bound. It is a keyed hash of a counter, and the key came from the source
        /// of entropy.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
        public int NextRandom(int bound)
        {
            if (bound < 1)
            {
                Throw.ArgumentOutOfRange();
            }

            // By way of long: a cast from uint alone leaves an unsigned value on the device's stack, and adding it to a long would not be the same there.
            return (int)(long)(_random.Hash(0, _randomCount++) % (uint)bound);
        }

        /// <summary>
        /// A wait by this stack's clock that takes at least so many milliseconds, whenever in a step of the clock it begins. It is longer by a step, less
        /// one millisecond.
        /// </summary>
        public int AtLeast(int milliseconds)
        {
            return milliseconds < int.MaxValue - ClockLoss ? milliseconds + ClockLoss : int.MaxValue;
        }

        /// <summary>
        /// An unpredictable wait by this stack's clock that takes at least one time and at the most another, in milliseconds. When both are too near for the
        /// clock's step, the least time holds.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">The most is below the least.</exception>
        public int RandomWait(int least, int most)
        {
            if (most < least)
            {
                Throw.ArgumentOutOfRange();
            }

            // It may begin late in a step, and end late in another one.
            int spread = most - least - 2 * ClockLoss;
            return least + ClockLoss + NextRandom(spread < 0 ? 1 : spread + 1);
        }

        /// <summary>A keyed hash of eight bytes that are not 0, for what must not be predicted but stays the same.</summary>
        internal uint Hash(ulong value)
        {
            return _random.Hash(value, 0);
        }

        /// <summary>Adds a network layer; called by its constructor.</summary>
        /// <exception cref="InvalidOperationException">There is one already.</exception>
        internal void Register(NetworkLayer network)
        {
            if (Network != null)
            {
                throw new InvalidOperationException();
            }

            Network = network;
            Register((NetworkProtocol)network);
        }

        /// <summary>Adds what takes the frames of an EtherType.</summary>
        internal void Register(NetworkProtocol protocol)
        {
            // The first one added is the first one asked.
            if (_firstProtocol == null)
            {
                _firstProtocol = protocol;
                return;
            }

            NetworkProtocol last = _firstProtocol;
            while (last.NextProtocol != null)
            {
                last = last.NextProtocol;
            }

            last.NextProtocol = protocol;
        }

        /// <summary>Adds a transport. Its constructor calls this, after checking that its protocol number is free.</summary>
        internal void Register(Transport transport)
        {
            transport.NextTransport = FirstTransport;
            FirstTransport = transport;
        }

        /// <summary>The transport of a protocol number, or null.</summary>
        internal Transport? TransportOf(int protocol)
        {
            Transport? transport = FirstTransport;
            while (transport != null && transport.Protocol != protocol)
            {
                transport = transport.NextTransport;
            }

            return transport;
        }

        /// <summary>Counts an event. The data path increments counters directly, because a call costs more than the counting.</summary>
        internal void Count(Counter counter)
        {
            Counts[(int)counter]++;
        }

        /// <summary>
        /// Gives the transmit frame to who is about to write into it. If it was another's, what that one knew to stand there stands there no more, nor do
        /// the headers in front.
        /// </summary>
        internal TransmitFrame Claim(FrameWriter writer)
        {
            TransmitFrame frame = _transmitFrame;
            if (_lastWriter != writer)
            {
                if (_lastWriter != null)
                {
                    _lastWriter.Frame = null;
                }

                _lastWriter = writer;
                writer.Frame = frame;
                frame.HeaderKey = 0;
            }

            return frame;
        }

        /// <summary>The way to a host has changed: the headers in front of the next packet are written anew.</summary>
        internal void ForgetHeader()
        {
            _transmitFrame.HeaderKey = 0;
        }

        /// <summary>Sends a payload that stands in the transmit frame.</summary>
        /// <param name="frame">The frame, claimed by who has written it.</param>
        /// <param name="peer">To whom it goes.</param>
        /// <param name="protocol">The number of the transport protocol.</param>
        /// <param name="length">Bytes of the payload.</param>
        /// <returns>
        /// False when the link had no room: it was not sent, and whoever needs it tries again. True otherwise: it has left, a copy waits until it is known where
        /// the next hop is, or there is no route, which is counted.
        /// </returns>
        internal bool Send(TransmitFrame frame, Peer peer, int protocol, int length)
        {
            return !Network!.WriteHeader(frame, peer, protocol, length) || Transmit(frame);
        }

        /// <summary>Gives a frame to the link. False when the link refused it. Then it was not sent, and the caller tries again.</summary>
        internal bool Transmit(FrameBuffer frame)
        {
            if (!Controller.Transmit(frame))
            {
                Count(Counter.LinkBusy);
                return false;
            }

            FramesSent++;
            return true;
        }

        /// <summary>Tells the transports that this host's address is about to change.</summary>
        internal void AddressChanging()
        {
            OtherActivity++;
            for (Transport? transport = FirstTransport; transport != null; transport = transport.NextTransport)
            {
                transport.AddressChanging();
            }
        }

        /// <summary>Tells the transports that a host which one of them holds cannot be reached.</summary>
        internal void PeerUnreachable(Peer peer)
        {
            for (Transport? transport = FirstTransport; transport != null; transport = transport.NextTransport)
            {
                transport.PeerUnreachable(peer);
            }
        }

        /// <summary>Whether a MAC address in a frame is this station's own.</summary>
        internal bool IsOwnMac(byte[] data, int offset)
        {
            return BitConverter.ToUInt32(data, offset) == _macLow && BitConverter.ToUInt16(data, offset + 4) == _macHigh;
        }

        private void Receive(FrameBuffer frame)
        {
            byte[] data = frame.Data;
            int offset = frame.Offset;
            bool isForMany = false;
            if (BitConverter.ToUInt32(data, offset) != _macLow || BitConverter.ToUInt16(data, offset + 4) != _macHigh)
            {
                // Most of what a busy network sends to all and to groups: as little as possible is computed for it.
                if (data[offset] == 0xFF)
                {
                    if (Network != null && Network.Declines(data, offset))
                    {
                        FramesNotForUs++;
                        return;
                    }
                }
                else if ((data[offset] & 1) == 0 || (MulticastFilter >> data[offset + 5] & 1) == 0)
                {
                    // A controller without an address filter, or in promiscuous mode, delivers every frame.
                    FramesNotForUs++;
                    return;
                }

                isForMany = true;
            }

            FramesReceived++;
            if (frame.Length < EthernetHeader.Length)
            {
                Count(Counter.FrameTruncated);
                return;
            }

            int type = BitConverter.ToUInt16(data, offset + EthernetHeader.EtherType);
            for (NetworkProtocol? protocol = _firstProtocol; protocol != null; protocol = protocol.NextProtocol)
            {
                if (protocol.WireType == type)
                {
                    protocol.Receive(frame, isForMany);
                    return;
                }
            }

            Count(Counter.EtherTypeUnknown);
        }
    }
}
