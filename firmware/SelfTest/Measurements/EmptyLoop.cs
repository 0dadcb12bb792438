// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>A loop that does nothing. All other operations have it around them.</summary>
    public sealed class EmptyLoop : Operation
    {
        /// <summary>IL instructions of a turn: the counter is increased and compared.</summary>
        public const int Ops = 7;

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            for (int i = 0; i < count; i++)
            {
            }
        }
    }
}
