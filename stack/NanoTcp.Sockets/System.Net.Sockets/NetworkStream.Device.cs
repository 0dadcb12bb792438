// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    // nanoFramework's Stream has spans of its own.
    public partial class NetworkStream
    {
        /// <summary>Bytes that a read into a span takes at the most.</summary>
        private const int LongestCopy = 512;

        /// <summary>A span does not tell its array, so bytes go through this one.</summary>
        private byte[]? _copy;

        /// <summary>The same as <see cref="Read(byte[], int, int)"/> into a span. It takes 512 bytes at the most.</summary>
        public override int Read(SpanByte buffer)
        {
            if (_copy == null)
            {
                _copy = new byte[LongestCopy];
            }

            int count = Read(_copy, 0, buffer.Length < LongestCopy ? buffer.Length : LongestCopy);
            new SpanByte(_copy, 0, count).CopyTo(buffer);
            return count;
        }
    }
}
