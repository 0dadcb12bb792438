// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    // A server's link, where each segment counts.
    internal static partial class TextArrival
    {
        static partial void LetTheApplicationClose(ControlBlock tcb)
        {
            // The application will mostly close, too.
            tcb.Stack.ApplicationFirst = tcb.Transport.SegmentsAtOnce > 1;
        }
    }
}
