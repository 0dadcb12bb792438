// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>A field is read, increased and written.</summary>
    public sealed class FieldLoop : Operation
    {
        /// <summary>IL instructions of a turn besides the empty loop.</summary>
        public const int Ops = 6;

        private int _field;

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            for (int i = 0; i < count; i++)
            {
                _field += i;
            }
        }
    }
}
