// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System;

public static class Environment
{
    public static extern long TickCount64 { get; }
}
