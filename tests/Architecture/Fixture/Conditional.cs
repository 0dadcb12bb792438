// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

// Without this symbol, as in a Release build, nothing is left of the call.
#define DEBUG

namespace Refused
{
    internal static class Conditional
    {
        private static int s_count;

        internal static void Run()
        {
            System.Diagnostics.Debug.WriteLine((++s_count).ToString());
        }
    }
}
