// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using nanoFramework.Runtime.Native;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>The garbage collector runs, without moving objects together.</summary>
    public sealed class Collection : Operation
    {
        /// <inheritdoc/>
        public override int MaxCount
        {
            get { return 32; }
        }

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            for (int i = 0; i < count; i++)
            {
                GC.Run(false);
            }
        }
    }
}
