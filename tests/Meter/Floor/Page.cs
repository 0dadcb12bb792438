// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Floor
{
    /// <summary>An HTTP server with one resource, whose answer is ready.</summary>
    public sealed class Page
    {
        // "GET /api" and "/sensors" and the empty line, as BitConverter reads them.
        private const ulong Method = 0x6970612F20544547;
        private const ulong Target = 0x73726F736E65732F;
        private const uint EmptyLine = 0x0A0D0A0D;

        private readonly byte[] _answer;

        /// <summary>Remembers the answer.</summary>
        public Page(byte[] answer)
        {
            _answer = answer;
        }

        /// <summary>Answers a request that has arrived in full.</summary>
        /// <returns>Bytes of the answer; 0: it is no such request.</returns>
        public int Answer(byte[] request, int length, byte[] buffer)
        {
            if (BitConverter.ToUInt64(request, 0) != Method || BitConverter.ToUInt64(request, 8) != Target || request[16] != ' '
                || BitConverter.ToUInt32(request, length - 4) != EmptyLine)
            {
                return 0;
            }

            byte[] answer = _answer;
            Array.Copy(answer, 0, buffer, 0, answer.Length);
            return answer.Length;
        }
    }
}
