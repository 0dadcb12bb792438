// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.TestFramework;

public static class OutputHelper
{
    public static extern void Write(string message);

    public static extern void WriteLine(string message);
}
