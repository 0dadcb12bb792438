// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Wire
{
    /// <summary>
    /// Throws the exceptions for invalid arguments. These are separate methods, so that checks on the path of frames and requests create no object.
    /// </summary>
    public static class Throw
    {
        /// <summary>A required argument is null.</summary>
        public static void ArgumentNull()
        {
            throw new ArgumentNullException();
        }

        /// <summary>A number is out of its bounds.</summary>
        public static void ArgumentOutOfRange()
        {
            throw new ArgumentOutOfRangeException();
        }
    }
}
