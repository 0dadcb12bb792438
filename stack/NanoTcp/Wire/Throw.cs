// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Wire
{
    /// <summary>
    /// What calls throw that are given arguments which they cannot take. Methods of their own, so that who checks on the way of frames and requests
    /// makes no object there.
    /// </summary>
    internal static class Throw
    {
        /// <summary>Something is missing that has to be there.</summary>
        internal static void ArgumentNull()
        {
            throw new ArgumentNullException();
        }

        /// <summary>A number is out of its bounds.</summary>
        internal static void ArgumentOutOfRange()
        {
            throw new ArgumentOutOfRangeException();
        }
    }
}
