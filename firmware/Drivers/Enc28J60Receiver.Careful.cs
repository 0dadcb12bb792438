// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <content>The long path: for packets other than the expected one, for several packets, and when there are obstacles.</content>
    internal sealed partial class Enc28J60Receiver
    {
        /// <summary>The next packet, whatever the obstacles are.</summary>
        internal FrameBuffer? ReceiveCarefully()
        {
            IsInDoubt = false;
            for (int i = 0; i < MaxDropped && _resyncs < MaxResyncs && HasPacket(); i++)
            {
                FrameBuffer? frame = ReadPacket();
                if (frame != null || IsInDoubt)
                {
                    return frame;
                }
            }

            return null;
        }

        /// <summary>
        /// Writes the pointers of the buffer again. The chip may hold no packet while its own pointer is not where the next packet is expected. Then
        /// a count has got lost, and each packet would only be found when the next one comes.
        /// </summary>
        internal void Refresh()
        {
            GiveBack();
            if (_next == Enc28J60Memory.ReceiveStart || _core.Read(R.EPKTCNT) != 0)
            {
                return;
            }

            // The pointer may or may not include the padding byte of an odd packet.
            int end = (_core.Read(R.ERXWRPTH) << 8) | _core.Read(R.ERXWRPTL);
            if (end != _next && end != _next - 1 && _core.Read(R.EPKTCNT) == 0)
            {
                Resync();
            }
        }

        /// <summary>Whether a packet waits: by the chip's report, or by its count.</summary>
        private bool HasPacket()
        {
            if (_waiting > 0)
            {
                return true;
            }

            if (!_core.IsPolled)
            {
                if (_link.Pending == SpiBus.Nothing)
                {
                    return false;
                }

                _bus.ClearInterrupt();
            }

            if (_countsPackets)
            {
                _waiting = _core.Read(R.EPKTCNT);
                return _waiting > 0;
            }

            // While the end of a transmission is reported too, a report only counts when no transmission has ended.
            for (int i = 0; i < MaxEnds && _core.IsReported(); i++)
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
            buffer.Data[Start] = Enc28J60Core.ReadBufferMemory;
            _bus.TransferFrame(buffer.Data, Start, _expectedTransfer);
            _link.Pending = SpiBus.Asked;
            return Take(buffer);
        }

        /// <summary>
        /// Continues with a packet whose beginning has been read. Null: it is dropped, or there was none (<see cref="IsInDoubt"/>).
        /// </summary>
        private FrameBuffer? Take(FrameBuffer buffer)
        {
            byte[] data = buffer.Data;
            int next = BitConverter.ToUInt16(data, Header);
            int count = BitConverter.ToUInt16(data, Header + 2);
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
            int rest = record - _expectedRecord;
            if (isGood && rest > 0)
            {
                buffer = ReadRest(rest);
            }
            else
            {
                buffer.Offset = FrameStart;
                if (rest != 0)
                {
                    _core.Obstacles |= Enc28J60Core.ReadPointerMoved;
                }
            }

            if (_resyncs != 0)
            {
                _core.Obstacles &= ~Enc28J60Core.Resynced;
                _resyncs = 0;
            }

            if (next < _next)
            {
                _giveBackFrom -= Enc28J60Memory.ReceiveSize;
            }

            _next = next;
            if (next > _giveBackFrom)
            {
                GiveBack();
            }

            _device.Write(_decrement);
            if (_waiting > 0)
            {
                _waiting--;
            }

            if (!isGood)
            {
                IsInDoubt = false;
                CountBad(count);
                return null;
            }

            buffer.Length = count - CheckLength;
            Learn(count);
            return buffer;
        }

        /// <summary>Gives back all that has been read, up to the byte in front of the next packet, whose address is odd (erratum 14).</summary>
        private void GiveBack()
        {
            _core.WritePair(R.ERXRDPTL, _next == Enc28J60Memory.ReceiveStart ? Enc28J60Memory.ReceiveEnd : _next - 1);
            _giveBackFrom = _next + MaxHeldBack;
        }

        /// <summary>Counts a frame and decides what to expect: a full frame after some in a row, and no full frame after any other.</summary>
        private void Learn(int count)
        {
            int before = _statistics.FramesReceived++;
            if (count != MaxFrame)
            {
                if (_expected != _short)
                {
                    Expect(_short, MinFrame);
                }

                return;
            }

            // A frame received by the short path is full only if that was expected.
            _fullFrames = before == _lastFull ? _fullFrames + 1 : 1;
            _lastFull = before + 1;
            if (_fullFrames >= FullFramesForTrust)
            {
                Expect(_long, MaxFrame);
            }
        }

        /// <summary>Reads the rest of the packet. The opcode overwrites the last byte of the beginning, so that byte is restored afterwards.</summary>
        private FrameBuffer ReadRest(int count)
        {
            byte[] data = _long.Data;
            data[RestStart] = Enc28J60Core.ReadBufferMemory;
            SpanByte burst = new SpanByte(data, RestStart, 1 + count);
            _device.TransferFullDuplex(burst, burst);
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
                _core.CompareAt = 0;
            }
        }

        private void OnImpossibleHeader()
        {
            _waiting = 0;
            _core.Obstacles |= Enc28J60Core.ReadPointerMoved;
            IsInDoubt = true;
            _core.CompareAt = 0;
            if (_core.Read(R.EPKTCNT) == 0)
            {
                _statistics.Phantoms++;
                return;
            }

            Resync();
        }

        /// <summary>Empties the buffer, because the start of the next packet is unknown. RXRST does not change EPKTCNT, so it is counted down.</summary>
        internal void Resync()
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
            if (resyncs >= MaxResyncs)
            {
                IsLost = true;
                _link.Due = 0;
            }

            _core.Set(R.ECON1, R.ECON1_RXEN);
        }
    }
}
