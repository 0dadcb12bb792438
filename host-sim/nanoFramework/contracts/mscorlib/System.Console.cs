// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System;

public static class Console
{
    public static extern void Write(string value);

    public static extern void WriteLine();

    public static extern void WriteLine(string value);
}
