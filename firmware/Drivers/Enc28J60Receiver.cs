// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Gpio;
using System.Device.Spi;
using NanoTcp.Link;
using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Packets out of the receive buffer. The length of a packet is in its header. So the first transaction reads the header and a frame of minimum
    /// length, and a second one reads the rest of a longer frame. After some frames of full length the first transaction reads a full frame, because
    /// frames of a bulk transfer are alike.
    /// </summary>
    internal sealed partial class Enc28J60Receiver
    {
        // Next packet pointer, byte count, status bits 16 to 31.
        private const int HeaderLength = 6;

        private const int CheckLength = 4;

        // With the check sequence. The hardware itself drops frames below 18 bytes (DS39662 §6.6).
        private const int MinPacket = 18;
        private const int MinFrame = 64;
        private const int MaxFrame = 1518;

        /// <summary>Status bit 23, received OK, in the third byte of the status.</summary>
        private const int ReceivedOk = 0x80;

        // The header as eight bytes are read at once: next packet pointer, byte count, and received OK.
        private const int CountShift = 16;
        private const ulong GoodPacket = (ulong)ReceivedOk << 32;
        private const ulong HeaderMask = GoodPacket | 0xFFFFFFFF;

        // Where transactions lie in the buffers. Each starts at a multiple of four, because the platform copies others.
        private const int Start = 8;
        private const int Header = Start + 1;
        private const int FrameStart = Header + HeaderLength;
        private const int RestStart = 84;

        /// <summary>After so many frames of full length the next one is expected to be full too. A mistake costs 0.6 ms at 20 MHz.</summary>
        private const int FullFramesForTrust = 4;

        /// <summary>
        /// The most bytes that are read and not yet given back to the chip. The rest of its buffer still holds three full frames. Giving back costs
        /// two transactions, which several small frames share.
        /// </summary>
        private const int MaxHeldBack = 512;

        /// <summary>After so many resyncs in a row only a restart can help.</summary>
        private const int MaxResyncs = 2;

        /// <summary>
        /// The most invalid packets that are dropped in one look. More have to wait, so that a flood of them does not hold up everything else.
        /// </summary>
        private const int MaxDropped = 16;

        /// <summary>The most ends of transmissions while INT is low: one for each of two slots, and one for a chip that answers with ones only.</summary>
        private const int MaxEnds = 3;

        private const int WriteReadLow = Enc28J60Core.WriteControlRegister | R.ERXRDPTL;
        private const int WriteReadHigh = Enc28J60Core.WriteControlRegister | R.ERXRDPTH;

        /// <summary>After a look without a frame: whether there was no packet where one was expected.</summary>
        internal bool IsInDoubt;

        /// <summary>Whether only setting the whole chip up anew can help.</summary>
        internal bool IsLost;

        private readonly EthernetLink _link;
        private readonly Enc28J60Core _core;
        private readonly SpiBus _bus;
        private readonly SpiDevice _device;
        private readonly Enc28J60Setup _setup;
        private readonly Enc28J60Transmitter _transmitter;
        private readonly Enc28J60Statistics _statistics;
        private readonly GpioPin? _interrupt;
        private bool _countsPackets;
        private readonly FrameBuffer _short = new FrameBuffer(MinFrame);
        private readonly FrameBuffer _long = new FrameBuffer(MaxFrame + 8);

        // PKTDEC, and one for whatever changes.
        private readonly ushort[] _decrement = new ushort[1] { (R.ECON2_PKTDEC << 8) | Enc28J60Core.BitFieldSet | R.ECON2 };
        private readonly ushort[] _command = new ushort[1];

        // How much the first transaction reads, and its buffer. The next fields follow from that: the bytes of the transaction, the bytes of the
        // record in the chip, and the expected count of the header.
        private FrameBuffer _expected;
        private int _expectedTransfer;
        private int _expectedRecord;
        private ulong _expectedHeader;

        // While the driver polls: whether another packet is looked for in the same poll. A full frame is seldom the last one of a series.
        private int _another;
        private bool _expectsMore;

        // Where the next packet is, and the address after which the driver gives memory back.
        private int _next;
        private int _giveBackFrom;
        private int _waiting;
        private int _fullFrames;
        private int _lastFull;
        private int _resyncs;

        /// <param name="link">The link that is polled when the chip has to be set up anew.</param>
        /// <param name="core">The chip.</param>
        /// <param name="setup">The object that sets the receive buffer up.</param>
        /// <param name="transmitter">The other user of the INT line.</param>
        /// <param name="statistics">To count in.</param>
        internal Enc28J60Receiver(
            EthernetLink link, Enc28J60Core core, Enc28J60Setup setup, Enc28J60Transmitter transmitter, Enc28J60Statistics statistics)
        {
            _link = link;
            _core = core;
            _bus = core.Bus;
            _device = core.Bus.Device;
            _setup = setup;
            _transmitter = transmitter;
            _statistics = statistics;
            _interrupt = core.Bus.Interrupt;
            _expected = _short;
            _long.Data[0] = Enc28J60Core.ReadBufferMemory;
            Reset();
        }

        /// <summary>Whether packets are counted, because nothing reports them.</summary>
        internal void CountPackets(bool counts)
        {
            _countsPackets = counts;
            _waiting = 0;
            _core.Obstacles = counts ? _core.Obstacles | Enc28J60Core.CountedPackets : _core.Obstacles & ~Enc28J60Core.CountedPackets;
        }

        /// <summary>An array that begins with an instruction to read and is free between two frames.</summary>
        internal byte[] Scratch
        {
            get { return _long.Data; }
        }

        /// <summary>The chip's receive buffer has been set up and is empty.</summary>
        internal void Reset()
        {
            _next = Enc28J60Memory.ReceiveStart;
            _giveBackFrom = Enc28J60Memory.ReceiveStart + MaxHeldBack;
            _waiting = 0;
            _link.Pending = SpiBus.Asked;
            _core.Obstacles &= ~(Enc28J60Core.ReadPointerMoved | Enc28J60Core.Resynced);
            Expect(_short, MinFrame);
            _resyncs = 0;
            IsLost = false;
        }

        /// <summary>The next packet, when there are no <see cref="Enc28J60Core.Obstacles"/> and one is known to be there.</summary>
        internal FrameBuffer? Receive()
        {
            // The transaction has the opcode, the header and the expected bytes (DS39662 §7.2.2). The header has the pointer to the next packet, the
            // byte count and the status, low bytes first, as on this processor.
            FrameBuffer? buffer = _expected;
            byte[] data = buffer.Data;
            data[Start] = Enc28J60Core.ReadBufferMemory;
            SpanByte burst = new SpanByte(data, Start, _expectedTransfer);
            _device.TransferFullDuplex(burst, burst);
            int next = _next + _expectedRecord;
            if (next > Enc28J60Memory.ReceiveEnd)
            {
                next -= Enc28J60Memory.ReceiveSize;
                _giveBackFrom -= Enc28J60Memory.ReceiveSize;
            }

            if ((BitConverter.ToUInt64(data, Header) & HeaderMask) - (ulong)next != _expectedHeader)
            {
                if (next < _next)
                {
                    // It may not be the last one before the buffer's end.
                    _giveBackFrom += Enc28J60Memory.ReceiveSize;
                }

                buffer = Take(buffer);
                if (buffer == null)
                {
                    _link.Pending = SpiBus.Asked;
                    return IsInDoubt ? null : ReceiveCarefully();
                }
            }
            else
            {
                _next = next;
                if (next > _giveBackFrom)
                {
                    // Odd: erratum 14. Low byte first (DS39662 §6.1).
                    _giveBackFrom = next + MaxHeldBack;
                    int limit = next == Enc28J60Memory.ReceiveStart ? Enc28J60Memory.ReceiveEnd : next - 1;
                    ushort[] command = _command;
                    command[0] = (ushort)((limit << 8) | WriteReadLow);
                    _device.Write(command);
                    command[0] = (ushort)((limit & 0xFF00) | WriteReadHigh);
                    _device.Write(command);
                }

                _device.Write(_decrement);
                buffer.Offset = FrameStart;
                _statistics.FramesReceived++;
            }

            if (_core.IsPolled)
            {
                _link.Pending = _another;
            }
            else if (!(bool)_interrupt!.Read())
            {
                // After the last packet the line is high, and an edge reports the next packet. A look at the wrong moment only costs one more look.
                _link.Pending = SpiBus.Asked;
            }

            return buffer;
        }

        /// <summary>Says whether another packet is expected behind each, for a driver that polls.</summary>
        internal void ExpectMore(bool more)
        {
            _expectsMore = more;
            _another = more || _expected == _long ? SpiBus.Asked : SpiBus.Nothing;
        }

        /// <summary>A packet that comes as expected has the length that is set here.</summary>
        private void Expect(FrameBuffer buffer, int count)
        {
            _expected = buffer;
            _expectedTransfer = 1 + HeaderLength + count;
            _expectedRecord = HeaderLength + count;
            _expectedHeader = GoodPacket | ((ulong)count << CountShift);
            buffer.Length = count - CheckLength;
            ExpectMore(_expectsMore);
        }
    }
}
