// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    // What only the desktop does.
    public sealed partial class StackOptions
    {
        partial void UseDesktopClock()
        {
            ClockStep = 1;
        }
    }
}
