// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Http;

namespace NanoTcp.SensorNode
{
    /// <summary>Text that is put together in a fixed array, without strings. What does not fit is a programming error and throws.</summary>
    internal sealed class TextBuffer
    {
        /// <summary>The array.</summary>
        public readonly byte[] Data;

        /// <summary>Bytes of the text.</summary>
        public int Length;

        /// <summary>Allocates room for a text.</summary>
        public TextBuffer(int size)
        {
            Data = new byte[size];
        }

        /// <summary>Appends bytes.</summary>
        public void Append(byte[] text)
        {
            Array.Copy(text, 0, Data, Length, text.Length);
            Length += text.Length;
        }

        /// <summary>Appends a number that is not negative.</summary>
        public void AppendNumber(int value)
        {
            Length = HttpText.WriteDecimal(Data, Length, value);
        }

        /// <summary>Appends a number given in hundredths, with two decimals: -5 is "-0.05".</summary>
        public void AppendHundredths(int value)
        {
            if (value < 0)
            {
                Data[Length++] = (byte)'-';
                value = -value;
            }

            AppendNumber(value / 100);
            Data[Length++] = (byte)'.';
            Data[Length++] = (byte)('0' + (value / 10 % 10));
            Data[Length++] = (byte)('0' + (value % 10));
        }

        /// <summary>Appends an IPv4 address in dotted-decimal notation.</summary>
        public void AppendAddress(uint address)
        {
            for (int shift = 24; shift >= 0; shift -= 8)
            {
                AppendNumber((int)(address >> shift & 255));
                if (shift > 0)
                {
                    Data[Length++] = (byte)'.';
                }
            }
        }
    }
}
