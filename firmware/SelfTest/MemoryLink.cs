// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.SelfTest
{
    /// <summary>One end of a cable in memory.</summary>
    public sealed class MemoryLink : EthernetLink
    {
        private const int Frames = 4;

        private readonly FrameBuffer[] _arrived = new FrameBuffer[Frames];
        private MemoryLink? _other;
        private int _head;
        private int _count;
        private int _sent;

        /// <summary>Makes an end that is not connected yet.</summary>
        public MemoryLink(byte[] macAddress)
            : base(macAddress)
        {
            for (int i = 0; i < Frames; i++)
            {
                _arrived[i] = new FrameBuffer(EthernetHeader.MaxFrame);
            }
        }

        /// <summary>One in so many frames that this end sends gets lost; 0: none.</summary>
        public int LoseEvery { get; set; }

        /// <inheritdoc/>
        public override bool IsUp
        {
            get { return _other != null; }
        }

        /// <summary>Joins two ends.</summary>
        public static void Connect(MemoryLink one, MemoryLink other)
        {
            one._other = other;
            other._other = one;
        }

        /// <inheritdoc/>
        public override FrameBuffer? Receive()
        {
            if (_count == 0)
            {
                return null;
            }

            FrameBuffer frame = _arrived[_head];
            _head = (_head + 1) % Frames;
            _count--;
            return frame;
        }

        /// <inheritdoc/>
        public override bool CanTransmit()
        {
            return _other!._count < Frames;
        }

        /// <inheritdoc/>
        public override bool Transmit(FrameBuffer frame)
        {
            MemoryLink other = _other!;
            if (other._count == Frames)
            {
                return false;
            }

            if (LoseEvery == 0 || ++_sent % LoseEvery != 0)
            {
                FrameBuffer copy = other._arrived[(other._head + other._count) % Frames];
                Array.Copy(frame.Data, frame.Offset, copy.Data, copy.Offset, frame.Length);
                copy.Length = frame.Length;
                other._count++;
            }

            return true;
        }
    }
}
