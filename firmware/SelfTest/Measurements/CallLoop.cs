// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>A static method with one argument is called, and returns it.</summary>
    public sealed class CallLoop : Operation
    {
        /// <summary>IL instructions of a turn besides the empty loop.</summary>
        public const int Ops = 5;

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Same(i);
            }
        }

        private static int Same(int value)
        {
            return value;
        }
    }
}
