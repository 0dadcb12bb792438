// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The segment that is being handled, with the names of RFC 9293 §3.3.1 (SEG.SEQ and so on). One object serves all segments, one after the other.
    /// Header prediction does without.
    /// </summary>
    internal sealed class ArrivingSegment
    {
        /// <summary>The frame.</summary>
        internal byte[] Data = null!;

        /// <summary>Where the header stands.</summary>
        internal int Offset;

        /// <summary>SEG.SEQ.</summary>
        internal uint Sequence;

        /// <summary>SEG.ACK.</summary>
        internal uint Acknowledgment;

        /// <summary>The control bits. Text that is old or beyond the window is trimmed from it.</summary>
        internal int Control;

        /// <summary>SEG.WND, scaled as agreed on. Only a connection reads it.</summary>
        internal int Window;

        /// <summary>The offset in the frame of the text that the window has room for.</summary>
        internal int TextOffset;

        /// <summary>Bytes of that text.</summary>
        internal int TextLength;

        /// <summary>The sequence number of its first byte. Only a connection sets it.</summary>
        internal uint TextSequence;

        /// <summary>The options, after they were read.</summary>
        internal readonly TcpOptionList Options = new TcpOptionList();

        /// <summary>SEG.LEN: the text with SYN and FIN.</summary>
        internal int Length
        {
            get { return TextLength + ((Control & TcpHeader.Syn) >> 1) + (Control & TcpHeader.Fin); }
        }

        /// <summary>Takes a segment with a right checksum and a complete header.</summary>
        /// <param name="data">The frame.</param>
        /// <param name="offset">Where the header stands.</param>
        /// <param name="headerLength">Bytes of it.</param>
        /// <param name="length">Bytes of the segment.</param>
        /// <param name="first">The first eight bytes of the header as BitConverter reads them: ports and sequence number.</param>
        /// <param name="second">The second eight bytes: acknowledgment number, data offset, flags and window.</param>
        internal void Read(byte[] data, int offset, int headerLength, int length, ulong first, ulong second)
        {
            // Both numbers are swapped at once: the bytes of each half word, then the half words of each word.
            ulong numbers = (first >> 32) | (second << 32);
            numbers = ((numbers & 0x00FF00FF00FF00FF) << 8) | (numbers >> 8 & 0x00FF00FF00FF00FF);
            numbers = ((numbers & 0x0000FFFF0000FFFF) << 16) | (numbers >> 16 & 0x0000FFFF0000FFFF);
            Data = data;
            Offset = offset;
            Sequence = (uint)numbers;
            Acknowledgment = (uint)(numbers >> 32);
            Control = (int)(second >> 40) & 0xFF;
            TextOffset = offset + headerLength;
            TextLength = length - headerLength;
        }

        /// <summary>Reads the options, before any text is trimmed.</summary>
        internal void ReadOptions()
        {
            Options.Read(Data, Offset, TextOffset - Offset);
        }

        /// <summary>Whether there are any.</summary>
        internal bool HasOptions
        {
            get { return TextOffset - Offset > TcpHeader.MinLength; }
        }
    }
}
