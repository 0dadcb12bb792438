// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Http;

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// The resource <c>/bytes/N</c>: N bytes, up to 2147483647, for tests and measurements. The byte at position i is i modulo 251. That is a prime,
    /// so a segment or buffer in the wrong place shows.
    /// </summary>
    public sealed class BytesResource
    {
        /// <summary>The content repeats after this number of bytes.</summary>
        public const int Period = 251;

        private static readonly byte[] s_path = HttpText.Ascii("/bytes/");

        private readonly byte[] _pattern = new byte[2 * Period];

        /// <summary>Makes the pattern.</summary>
        public BytesResource()
        {
            for (int i = 0; i < _pattern.Length; i++)
            {
                _pattern[i] = (byte)(i % Period);
            }
        }

        /// <summary>The N of a request for <c>/bytes/N</c>; -1 for any other path.</summary>
        public int LengthOf(HttpRequest request)
        {
            int digits = request.PathLength - s_path.Length;
            if (digits < 1 || digits > 10 || !request.PathStartsWith(s_path))
            {
                return -1;
            }

            byte[] buffer = request.Buffer;
            int end = request.PathOffset + request.PathLength;
            long value = 0;
            for (int i = end - digits; i < end; i++)
            {
                int digit = buffer[i] - '0';
                if (digit < 0 || digit > 9)
                {
                    return -1;
                }

                value = value * 10 + digit;
            }

            return value > int.MaxValue ? -1 : (int)value;
        }

        /// <summary>Writes the content from a position on.</summary>
        public void Read(int position, byte[] buffer, int offset, int count)
        {
            int done = count < Period ? count : Period;
            Array.Copy(_pattern, position % Period, buffer, offset, done);

            // The written part, in whole periods, is copied behind itself, so that few copies are enough.
            while (done < count)
            {
                int more = count - done < done ? count - done : done;
                Array.Copy(buffer, offset, buffer, offset + done, more);
                done += more;
            }
        }
    }
}
