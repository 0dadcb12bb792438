// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Link
{
    /// <summary>
    /// One Ethernet frame, without its check sequence, inside a larger array. A driver puts its SPI command into the room in front, and sends command
    /// and frame in one transfer without copying. The room behind takes what a chip appends. The members are fields, because a property costs the
    /// device twice as much.
    /// </summary>
    public class FrameBuffer
    {
        /// <summary>Bytes in front of the frame: enough for the commands of every supported controller.</summary>
        public const int HeadRoom = 16;

        /// <summary>Bytes behind the frame: a check sequence and its padding.</summary>
        public const int TailRoom = 8;

        /// <summary>Bytes of Ethernet's longest frame, without its check sequence.</summary>
        public const int MaxEthernetFrame = 1514;

        /// <summary>The array.</summary>
        public readonly byte[] Data;

        /// <summary>Where the frame starts: at the destination address.</summary>
        public int Offset;

        /// <summary>Bytes of the frame; 0 when it holds none.</summary>
        public int Length;

        /// <summary>A link that offloads checksums sets it on reception: it has verified the TCP checksum.</summary>
        public bool ChecksumVerified;

        /// <summary>For a link that cuts segments, on transmission: bytes of text in each segment. 0 when the frame is sent as it is.</summary>
        public int SegmentSize;

        /// <summary>Allocates a buffer for frames of at most <paramref name="maxFrame"/> bytes.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
        public FrameBuffer(int maxFrame)
        {
            if (maxFrame < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(maxFrame));
            }

            Data = new byte[HeadRoom + maxFrame + TailRoom];
            Offset = HeadRoom;
        }
    }
}
