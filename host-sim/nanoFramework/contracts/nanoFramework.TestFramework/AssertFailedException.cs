// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace TestFrameworkShared;

public class AssertFailedException : Exception
{
    public extern AssertFailedException(string msg, Exception ex);

    public extern AssertFailedException(string msg);

    public extern AssertFailedException();
}
