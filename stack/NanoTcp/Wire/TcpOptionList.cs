// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Wire
{
    /// <summary>
    /// The options of one received TCP segment (RFC 9293 §3.2, RFC 7323, RFC 2018). One object reads the options of all segments, one after the
    /// other.
    /// </summary>
    public sealed class TcpOptionList
    {
        /// <summary>The window scale when there is none.</summary>
        public const int None = -1;

        /// <summary>
        /// The maximum segment size in bytes, at least 1. It is <see cref="TcpHeader.DefaultMss"/> when the option is missing (RFC 9293 §3.7.1,
        /// MUST-15), or when it is 0, which no segment with text can keep to.
        /// </summary>
        public int Mss;

        /// <summary>The window scale, at most 14 (RFC 7323 §2.3), or <see cref="None"/>.</summary>
        public int WindowScale;

        /// <summary>Whether selective acknowledgments are permitted.</summary>
        public bool SackPermitted;

        /// <summary>Whether there are timestamps.</summary>
        public bool HasTimestamps;

        /// <summary>TSval, which is meaningless when there are no timestamps.</summary>
        public uint TimestampValue;

        /// <summary>TSecr.</summary>
        public uint TimestampEcho;

        /// <summary>Where the blocks of selective acknowledgments begin: eight bytes each.</summary>
        public int SackBlocks;

        /// <summary>How many there are.</summary>
        public int SackCount;

        /// <summary>
        /// Reads the options. Unknown options are skipped (MUST-6). A length below 2 or beyond the header ends the search (MUST-7). An option with a
        /// wrong length is ignored.
        /// </summary>
        /// <param name="buffer">The frame.</param>
        /// <param name="offset">Where the TCP header starts.</param>
        /// <param name="headerLength">Length of the header with its options, already checked against the segment.</param>
        public void Read(byte[] buffer, int offset, int headerLength)
        {
            Mss = TcpHeader.DefaultMss;
            WindowScale = None;
            SackPermitted = false;
            HasTimestamps = false;
            SackCount = 0;
            int end = offset + headerLength;
            int option = offset + TcpHeader.MinLength;
            while (option < end)
            {
                int kind = buffer[option];
                if (kind == TcpHeader.OptionNop)
                {
                    option++;
                    continue;
                }

                if (kind == TcpHeader.OptionEnd || option + 1 >= end)
                {
                    return;
                }

                int length = buffer[option + 1];
                if (length < 2 || option + length > end)
                {
                    return;
                }

                switch (kind)
                {
                    case TcpHeader.OptionMss:
                        if (length == TcpHeader.OptionMssLength)
                        {
                            int mss = BigEndian.ReadUInt16(buffer, option + 2);
                            Mss = mss == 0 ? TcpHeader.DefaultMss : mss;
                        }

                        break;
                    case TcpHeader.OptionWindowScale:
                        if (length == TcpHeader.OptionWindowScaleLength)
                        {
                            WindowScale = buffer[option + 2] < TcpHeader.MaxWindowScale ? buffer[option + 2] : TcpHeader.MaxWindowScale;
                        }

                        break;
                    case TcpHeader.OptionSackPermitted:
                        SackPermitted = length == TcpHeader.OptionSackPermittedLength;
                        break;
                    case TcpHeader.OptionSack:
                        if ((length & 7) == 2)
                        {
                            SackBlocks = option + 2;
                            SackCount = length >> 3;
                        }

                        break;
                    case TcpHeader.OptionTimestamps:
                        if (length == TcpHeader.OptionTimestampsLength)
                        {
                            HasTimestamps = true;
                            TimestampValue = BigEndian.ReadUInt32(buffer, option + 2);
                            TimestampEcho = BigEndian.ReadUInt32(buffer, option + 6);
                        }

                        break;
                }

                option += length;
            }
        }
    }
}
