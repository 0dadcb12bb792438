// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Host
{
    /// <summary>
    /// SipHash-2-4 (Aumasson and Bernstein, 2012) of twelve bytes: the keyed hash behind initial sequence numbers (RFC 6528) and
    /// ephemeral ports (RFC 6056). It runs once a connection. The device's interpreter takes no longer for its 64-bit additions than for 32-bit ones.
    /// </summary>
    internal sealed class SipHash
    {
        /// <summary>Bytes of the key.</summary>
        internal const int KeyLength = 16;

        private readonly ulong _key0;
        private readonly ulong _key1;

        // The state after the first block. The next hash mostly begins with the same block: the same pair of hosts.
        private ulong _block;
        private ulong _v0;
        private ulong _v1;
        private ulong _v2;
        private ulong _v3;

        internal SipHash(byte[] key)
        {
            _key0 = BitConverter.ToUInt64(key, 0);
            _key1 = BitConverter.ToUInt64(key, 8);

            // No block is known yet: any but the next one will do here.
            _block = 1;
            HashBlocks(0, 0);
        }

        /// <summary>The low 32 bits of the hash of eight bytes and four, low byte first.</summary>
        internal uint Hash(ulong pair, uint rest)
        {
            return (uint)HashBlocks(pair, rest | (12UL << 56));
        }

        /// <summary>The hash of a message of 8 to 15 bytes: two blocks, the second carrying the message's length in its top byte.</summary>
        internal ulong HashBlocks(ulong block, ulong lastBlock)
        {
            ulong v0 = _v0;
            ulong v1 = _v1;
            ulong v2 = _v2;
            ulong v3 = _v3 ^ lastBlock;
            int step = 1;
            if (block != _block)
            {
                v0 = _key0 ^ 0x736f6d6570736575;
                v1 = _key1 ^ 0x646f72616e646f6d;
                v2 = _key0 ^ 0x6c7967656e657261;
                v3 = _key1 ^ 0x7465646279746573 ^ block;
                step = 0;
            }

            // Two rounds a step: one step for each block, then two.
            for (; step < 4; step++)
            {
                v0 += v1;
                v1 = ((v1 << 13) | (v1 >> 51)) ^ v0;
                v2 += v3;
                v3 = ((v3 << 16) | (v3 >> 48)) ^ v2;
                v0 = ((v0 << 32) | (v0 >> 32)) + v3;
                v3 = ((v3 << 21) | (v3 >> 43)) ^ v0;
                v2 += v1;
                v1 = ((v1 << 17) | (v1 >> 47)) ^ v2;
                v2 = (v2 << 32) | (v2 >> 32);

                v0 += v1;
                v1 = ((v1 << 13) | (v1 >> 51)) ^ v0;
                v2 += v3;
                v3 = ((v3 << 16) | (v3 >> 48)) ^ v2;
                v0 = ((v0 << 32) | (v0 >> 32)) + v3;
                v3 = ((v3 << 21) | (v3 >> 43)) ^ v0;
                v2 += v1;
                v1 = ((v1 << 17) | (v1 >> 47)) ^ v2;
                v2 = (v2 << 32) | (v2 >> 32);
                if (step == 0)
                {
                    v0 ^= block;
                    _block = block;
                    _v0 = v0;
                    _v1 = v1;
                    _v2 = v2;
                    _v3 = v3;
                    v3 ^= lastBlock;
                }
                else if (step == 1)
                {
                    v0 ^= lastBlock;
                    v2 ^= 0xFF;
                }
            }

            return v0 ^ v1 ^ v2 ^ v3;
        }
    }
}
