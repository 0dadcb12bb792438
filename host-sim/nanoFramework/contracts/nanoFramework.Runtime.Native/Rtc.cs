// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.Runtime.Native;

public static class Rtc
{
    public static extern bool SetSystemTime(DateTime time);
}
