// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;
using NanoTcp.Link;
using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Packets out of the receive buffer. How long a packet is stands in its header, so the first transaction reads header and a frame of
    /// minimum length, which is all of most frames, and a second one the rest. After some frames of full length the first one reads so
    /// much, since frames of a bulk transfer are alike.
    /// </summary>
    internal sealed class Enc28J60Receiver
    {
        /// <summary>Bytes of a transaction that can be needed: opcode, header and frame at the largest offset used here.</summary>
        internal const int ScratchSize = 1600;

        // Next packet pointer, byte count, status bits 16 to 31.
        private const int HeaderLength = 6;

        private const int CheckLength = 4;

        // With the check sequence. The hardware drops what is below 18 bytes by itself (DS39662 §6.6).
        private const int MinPacket = 18;
        private const int MinFrame = 64;
        private const int MaxFrame = 1518;

        /// <summary>Status bit 23, received OK, in the third byte of the status.</summary>
        private const int ReceivedOk = 0x80;

        // Where transactions lie in the buffers. Each starts at a multiple of four: otherwise the platform copies.
        private const int Start = 8;
        private const int Header = Start + 1;
        private const int FrameStart = Header + HeaderLength;
        private const int RestStart = 84;

        /// <summary>Frames of full length after which the next is expected to be one. A mistake costs 0.6 ms at 20 MHz.</summary>
        private const int FullFramesForTrust = 4;

        /// <summary>
        /// Bytes read but not yet given back to the chip: so few that three full frames fit into the rest of its buffer. Giving back costs
        /// two transactions, which small frames so share.
        /// </summary>
        private const int MaxHeldBack = 512;

        /// <summary>Resyncs in a row after which only a restart can help.</summary>
        private const int MaxResyncs = 2;

        /// <summary>Ends of transmissions behind one low INT line: two slots and one for a chip that answers with nothing but ones.</summary>
        private const int MaxEnds = 3;

        private const int WriteReadLow = Enc28J60Core.WriteControlRegister | R.ERXRDPTL;
        private const int WriteReadHigh = Enc28J60Core.WriteControlRegister | R.ERXRDPTH;

        /// <summary>The next call of <see cref="Receive"/> looks for packets, whatever the interrupt says.</summary>
        internal bool LookIsDue;

        private readonly EthernetLink _link;
        private readonly Enc28J60Core _core;
        private readonly SpiBus _bus;
        private readonly SpiDevice _device;
        private readonly Enc28J60Setup _setup;
        private readonly Enc28J60Transmitter _transmitter;
        private readonly Enc28J60Statistics _statistics;
        private readonly bool _countsPackets;
        private readonly byte[] _scratch;
        private readonly FrameBuffer _short = new FrameBuffer(MinFrame);
        private readonly FrameBuffer _long = new FrameBuffer(MaxFrame + 8);

        // PKTDEC, and one for whatever changes.
        private readonly ushort[] _decrement = new ushort[1] { (R.ECON2_PKTDEC << 8) | Enc28J60Core.BitFieldSet | R.ECON2 };
        private readonly ushort[] _command = new ushort[1];
        private readonly ushort[] _ignored = new ushort[1];

        // What the first transaction reads, and into which buffer.
        private FrameBuffer _expected;
        private int _expectedCount;

        private int _next;
        private int _heldBack;
        private int _waiting;
        private bool _isInDoubt;
        private int _fullFrames;
        private int _lastFull;
        private int _resyncs;

        /// <param name="link">Is polled when the chip has to be set up anew.</param>
        /// <param name="core">The chip.</param>
        /// <param name="setup">What sets the receive buffer up.</param>
        /// <param name="transmitter">The other user of the INT line.</param>
        /// <param name="options">Whether packets are counted.</param>
        /// <param name="statistics">To count in.</param>
        /// <param name="scratch">What is sent while frames are read; its content may be changed between two calls.</param>
        internal Enc28J60Receiver(
            EthernetLink link, Enc28J60Core core, Enc28J60Setup setup, Enc28J60Transmitter transmitter, Enc28J60LinkOptions options, Enc28J60Statistics statistics, byte[] scratch)
        {
            _link = link;
            _core = core;
            _bus = core.Bus;
            _device = core.Bus.Device;
            _setup = setup;
            _transmitter = transmitter;
            _countsPackets = options.CountsPackets || !core.Bus.HasInterrupt;
            _statistics = statistics;
            _scratch = scratch;
            _expected = _short;
            Reset();
        }

        /// <summary>Whether only setting the whole chip up anew can help.</summary>
        internal bool IsLost
        {
            get { return _resyncs >= MaxResyncs; }
        }

        /// <summary>The chip's receive buffer has been set up and is empty.</summary>
        internal void Reset()
        {
            _next = Enc28J60Memory.ReceiveStart;
            _heldBack = 0;
            _waiting = 0;
            LookIsDue = true;
            _core.Obstacles &= ~(Enc28J60Core.ReadPointerMoved | Enc28J60Core.Resynced);
            if (_countsPackets)
            {
                _core.Obstacles |= Enc28J60Core.CountedPackets;
            }

            Expect(_short, MinFrame);
            _resyncs = 0;
        }

        /// <summary>
        /// The next packet, to be called when there are no <see cref="Enc28J60Core.Obstacles"/>: the level of INT then proves that there is one.
        /// A stale record in the chip's memory looks like a new one, an edge is told late, and EIR.PKTIF is no proof (erratum 6).
        /// </summary>
        internal FrameBuffer? Receive()
        {
            SpiBus bus = _bus;
            LookIsDue = false;
            bus.Pending = false;
            if (!bus.IsInterruptLow())
            {
                return null;
            }

            // Opcode, header and as much as is expected (DS39662 §7.2.2): the pointer to the next packet and the byte count, each low byte first
            // as this processor has them, too, then the status.
            FrameBuffer buffer = _expected;
            int have = _expectedCount;
            byte[] data = buffer.Data;
            byte[] scratch = _scratch;
            scratch[Start] = Enc28J60Core.ReadBufferMemory;
            bus.TransferFrame(scratch, data, Start, 1 + HeaderLength + have);
            int header = BitConverter.ToInt32(data, Header);
            int count = header >> 16;
            int next = header & 0xFFFF;
            int record = (count + HeaderLength + 1) & ~1;
            int end = _next + record;
            if (end > Enc28J60Memory.ReceiveEnd)
            {
                end -= Enc28J60Memory.ReceiveSize;
            }

            if (count != have || next != end || (data[Header + 4] & ReceivedOk) == 0)
            {
                return TakeOther(buffer, have);
            }

            _next = next;
            SpiDevice device = _device;
            ushort[] ignored = _ignored;
            int heldBack = _heldBack + record;
            if (heldBack > MaxHeldBack)
            {
                // Odd: erratum 14. Low byte first (DS39662 §6.1).
                int limit = next == Enc28J60Memory.ReceiveStart ? Enc28J60Memory.ReceiveEnd : next - 1;
                ushort[] command = _command;
                command[0] = (ushort)((limit << 8) | WriteReadLow);
                device.TransferFullDuplex(command, ignored);
                command[0] = (ushort)((limit & 0xFF00) | WriteReadHigh);
                device.TransferFullDuplex(command, ignored);
                heldBack = 0;
            }

            _heldBack = heldBack;
            device.TransferFullDuplex(_decrement, ignored);
            LookIsDue = true;
            buffer.Offset = FrameStart;
            buffer.Length = count - CheckLength;
            _statistics.FramesReceived++;
            return buffer;
        }

        /// <summary>The next packet, whatever is in the way.</summary>
        internal FrameBuffer? ReceiveCarefully()
        {
            while (_resyncs < MaxResyncs && HasPacket())
            {
                _isInDoubt = false;
                FrameBuffer? frame = ReadPacket();
                if (frame != null || _isInDoubt)
                {
                    return frame;
                }
            }

            return null;
        }

        /// <summary>Whether a packet waits: by the level of INT, or by a count of the chip's.</summary>
        private bool HasPacket()
        {
            if (_waiting > 0)
            {
                return true;
            }

            SpiBus bus = _bus;
            if (!LookIsDue && !bus.Pending)
            {
                return false;
            }

            LookIsDue = false;
            bus.ClearInterrupt();
            if (_countsPackets)
            {
                _waiting = _core.Read(R.EPKTCNT);
                return _waiting > 0;
            }

            // While the end of a transmission lowers the line as well, it has to be low first and show no such end then.
            for (int i = 0; i < MaxEnds && bus.IsInterruptLow(); i++)
            {
                if (!_transmitter.LowersInterrupt || !_transmitter.TakeEnd())
                {
                    return true;
                }
            }

            return false;
        }

        private FrameBuffer? ReadPacket()
        {
            Enc28J60Core core = _core;
            if ((core.Obstacles & Enc28J60Core.ReadPointerMoved) != 0)
            {
                core.WritePair(R.ERDPTL, _next);
                core.Obstacles &= ~Enc28J60Core.ReadPointerMoved;
            }

            FrameBuffer buffer = _expected;
            int have = _expectedCount;
            _scratch[Start] = Enc28J60Core.ReadBufferMemory;
            _bus.TransferFrame(_scratch, buffer.Data, Start, 1 + HeaderLength + have);
            return Take(buffer, have);
        }

        /// <summary>A packet of which the beginning has been read turns out not to be what was expected. If it is dropped, the next is taken.</summary>
        private FrameBuffer? TakeOther(FrameBuffer buffer, int have)
        {
            _isInDoubt = false;
            FrameBuffer? frame = Take(buffer, have);
            return frame != null || _isInDoubt ? frame : ReceiveCarefully();
        }

        /// <summary>A packet of which the beginning has been read.</summary>
        private FrameBuffer? Take(FrameBuffer buffer, int have)
        {
            Enc28J60Core core = _core;
            byte[] data = buffer.Data;
            int header = BitConverter.ToInt32(data, Header);
            int next = header & 0xFFFF;
            int count = (header >> 16) & 0xFFFF;
            int record = HeaderLength + ((count + 1) & ~1);
            int end = _next + record;
            if (end > Enc28J60Memory.ReceiveEnd)
            {
                end -= Enc28J60Memory.ReceiveSize;
            }

            if (next != end || count < MinPacket || count > MaxFrame)
            {
                OnImpossibleHeader();
                return null;
            }

            bool isGood = count >= MinFrame && (data[Header + 4] & ReceivedOk) != 0;
            buffer.Offset = FrameStart;
            int rest = record - HeaderLength - have;
            if (isGood && rest > 0)
            {
                buffer = ReadRest(rest);
                rest = 0;
            }

            if (rest != 0)
            {
                core.Obstacles |= Enc28J60Core.ReadPointerMoved;
            }

            core.Obstacles &= ~Enc28J60Core.Resynced;
            _resyncs = 0;
            _next = next;
            int heldBack = _heldBack + record;
            if (heldBack > MaxHeldBack)
            {
                core.WritePair(R.ERXRDPTL, next == Enc28J60Memory.ReceiveStart ? Enc28J60Memory.ReceiveEnd : next - 1);
                heldBack = 0;
            }

            _heldBack = heldBack;
            _device.TransferFullDuplex(_decrement, _ignored);
            LookIsDue = true;
            if (_waiting > 0)
            {
                _waiting--;
            }

            if (!isGood)
            {
                CountBad(count);
                return null;
            }

            buffer.Length = count - CheckLength;
            Learn(count);
            return buffer;
        }

        /// <summary>Counts a frame and finds out what to expect: full ones after some in a row, and none after any other.</summary>
        private void Learn(int count)
        {
            bool isFollower = _statistics.FramesReceived == _lastFull;
            _statistics.FramesReceived++;
            if (count != MaxFrame)
            {
                Expect(_short, MinFrame);
                return;
            }

            // One received in the straight line is no full frame if that was not expected.
            _fullFrames = isFollower ? _fullFrames + 1 : 1;
            _lastFull = _statistics.FramesReceived;
            if (_fullFrames >= FullFramesForTrust)
            {
                Expect(_long, MaxFrame);
            }
        }

        private void Expect(FrameBuffer buffer, int count)
        {
            _expected = buffer;
            _expectedCount = count;
        }

        /// <summary>
        /// What the first transaction has not read. The opcode goes where the last byte of the beginning has its place, so that is put
        /// there afterwards.
        /// </summary>
        private FrameBuffer ReadRest(int count)
        {
            byte[] data = _long.Data;
            _scratch[RestStart] = Enc28J60Core.ReadBufferMemory;
            _bus.TransferFrame(_scratch, data, RestStart, 1 + count);
            _long.Offset = RestStart + 1 - MinFrame;
            Array.Copy(_short.Data, FrameStart, data, _long.Offset, MinFrame);
            return _long;
        }

        private void CountBad(int count)
        {
            if (count < MinFrame)
            {
                _statistics.Runts++;
            }
            else
            {
                _statistics.BadFrames++;
            }
        }

        private void OnImpossibleHeader()
        {
            _waiting = 0;
            LookIsDue = true;
            _core.Obstacles |= Enc28J60Core.ReadPointerMoved;
            _isInDoubt = true;
            if (_core.Read(R.EPKTCNT) == 0)
            {
                _statistics.Phantoms++;
                return;
            }

            Resync();
        }

        /// <summary>
        /// Where the next packet starts is unknown: the buffer is emptied. RXRST leaves EPKTCNT alone, so it is counted down.
        /// </summary>
        private void Resync()
        {
            _statistics.Resyncs++;
            int resyncs = _resyncs + 1;
            _core.Clear(R.ECON1, R.ECON1_RXEN);
            _core.Set(R.ECON1, R.ECON1_RXRST);
            _core.Clear(R.ECON1, R.ECON1_RXRST);
            _setup.SetReceiveBuffer();
            for (int i = _core.Read(R.EPKTCNT); i > 0; i--)
            {
                _core.Set(R.ECON2, R.ECON2_PKTDEC);
            }

            _core.Clear(R.EIR, R.EIR_RXERIF);
            Reset();
            _resyncs = resyncs;
            _core.Obstacles |= Enc28J60Core.Resynced;
            if (IsLost)
            {
                _link.Due = 0;
            }

            _core.Set(R.ECON1, R.ECON1_RXEN);
        }
    }
}
