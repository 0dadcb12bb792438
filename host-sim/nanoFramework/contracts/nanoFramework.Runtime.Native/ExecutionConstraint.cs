// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Runtime.Native;

public static class ExecutionConstraint
{
    public static extern void Install(int timeoutMilliseconds, int priority);
}
