// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.TestFramework;

public class SkipTestException : Exception
{
    public extern SkipTestException(string message = null, Exception innerException = null);
}
