// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
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
        private const int ShortStart = 8;
        private const int LongStart = 16;
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

        private readonly Enc28J60Core _core;
        private readonly Enc28J60Setup _setup;
        private readonly Enc28J60Statistics _statistics;
        private readonly bool _countsPackets;
        private readonly byte[] _scratch;
        private readonly FrameBuffer _short = new FrameBuffer(MinFrame);
        private readonly FrameBuffer _long = new FrameBuffer(MaxFrame + 8);

        private int _next;
        private int _heldBack;
        private int _waiting;
        private bool _lookIsDue;
        private bool _pointerIsRight;
        private bool _isInDoubt;
        private int _fullFrames;
        private int _resyncs;

        /// <param name="core">The chip.</param>
        /// <param name="setup">What sets the receive buffer up.</param>
        /// <param name="options">Whether packets are counted.</param>
        /// <param name="statistics">To count in.</param>
        /// <param name="scratch">What is sent while frames are read; its content may be changed between two calls.</param>
        internal Enc28J60Receiver(Enc28J60Core core, Enc28J60Setup setup, Enc28J60LinkOptions options, Enc28J60Statistics statistics, byte[] scratch)
        {
            _core = core;
            _setup = setup;
            _countsPackets = options.CountsPackets;
            _statistics = statistics;
            _scratch = scratch;
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
            _lookIsDue = true;
            _pointerIsRight = true;
            _fullFrames = 0;
            _resyncs = 0;
        }

        /// <summary>The next call of <see cref="Receive"/> asks the chip, whatever the INT line says.</summary>
        internal void LookAgain()
        {
            _lookIsDue = true;
        }

        /// <summary>ERDPT has been used for something else.</summary>
        internal void OnReadPointerMoved()
        {
            _pointerIsRight = false;
        }

        internal FrameBuffer? Receive()
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

        /// <summary>
        /// Whether a packet waits. A stale record in the chip's memory looks like a new one, so there has to be proof: a count of the
        /// chip's or its interrupt, of which EIR.PKTIF is none (erratum 6). An INT line seen low since the last look is one, since only
        /// packets lower it and it stays low until the last of them is taken.
        /// </summary>
        private bool HasPacket()
        {
            if (_waiting > 0)
            {
                return true;
            }

            SpiBus bus = _core.Bus;
            if (!_lookIsDue)
            {
                if (!bus.InterruptPending())
                {
                    return false;
                }

                if (!_countsPackets && bus.InterruptSeenLow())
                {
                    _waiting = 1;
                    return true;
                }
            }

            bus.ClearInterrupt();
            _waiting = _countsPackets ? _core.Read(R.EPKTCNT) : (_core.Read(R.ESTAT) & R.ESTAT_INT) >> 7;
            _lookIsDue = false;
            return _waiting > 0;
        }

        private FrameBuffer? ReadPacket()
        {
            if (!_pointerIsRight)
            {
                _core.WritePair(R.ERDPTL, _next);
                _pointerIsRight = true;
            }

            bool isWhole = _fullFrames >= FullFramesForTrust;
            FrameBuffer buffer = isWhole ? _long : _short;
            int start = isWhole ? LongStart : ShortStart;
            int have = isWhole ? MaxFrame : MinFrame;
            byte[] data = buffer.Data;
            Transfer(data, start, HeaderLength + have);

            int next = data[start + 1] | (data[start + 2] << 8);
            int count = data[start + 3] | (data[start + 4] << 8);
            int stored = count + (count & 1);
            int end = _next + HeaderLength + stored;
            end = end > Enc28J60Memory.ReceiveEnd ? end - Enc28J60Memory.ReceiveSize : end;
            if (next != end || count < MinPacket || count > MaxFrame)
            {
                OnImpossibleHeader();
                return null;
            }

            bool isGood = count >= MinFrame && (data[start + 5] & ReceivedOk) != 0;
            buffer.Offset = start + 1 + HeaderLength;
            if (isGood && stored > have)
            {
                buffer = ReadRest(stored - have);
                have = stored;
            }

            _pointerIsRight = have == stored;
            _fullFrames = count == MaxFrame ? _fullFrames + 1 : 0;
            _resyncs = 0;
            Free(next, HeaderLength + stored);
            if (!isGood)
            {
                CountBad(count);
                return null;
            }

            buffer.Length = count - CheckLength;
            _statistics.FramesReceived++;
            return buffer;
        }

        /// <summary>
        /// What the first transaction has not read. The opcode goes where the last byte of the beginning has its place, so that is put
        /// there afterwards.
        /// </summary>
        private FrameBuffer ReadRest(int count)
        {
            byte[] data = _long.Data;
            Transfer(data, RestStart, count);
            _long.Offset = RestStart + 1 - MinFrame;
            Array.Copy(_short.Data, ShortStart + 1 + HeaderLength, data, _long.Offset, MinFrame);
            return _long;
        }

        private void Transfer(byte[] data, int start, int count)
        {
            _scratch[start] = Enc28J60Core.ReadBufferMemory;
            _core.Bus.TransferFrame(_scratch, data, start, 1 + count);
        }

        private void Free(int next, int count)
        {
            _next = next;
            _heldBack += count;
            if (_heldBack > MaxHeldBack)
            {
                // Odd: erratum 14.
                _core.WritePair(R.ERXRDPTL, next == Enc28J60Memory.ReceiveStart ? Enc28J60Memory.ReceiveEnd : next - 1);
                _heldBack = 0;
            }

            _core.Set(R.ECON2, R.ECON2_PKTDEC);
            _waiting--;
            if (_waiting == 0)
            {
                _lookIsDue = true;
            }
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
            _lookIsDue = true;
            _pointerIsRight = false;
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
            _core.Set(R.ECON1, R.ECON1_RXEN);
        }
    }
}
