// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>The stack's checksum of the text of a full segment.</summary>
    public sealed class ChecksumRun : Operation
    {
        private const int Segment = 1460;

        private readonly byte[] _text = new byte[Segment];

        /// <inheritdoc/>
        public override int MaxCount
        {
            get { return 1 << 12; }
        }

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            byte[] text = _text;
            for (int i = 0; i < count; i++)
            {
                Checksum.Sum(text, 0, Segment);
            }
        }
    }
}
