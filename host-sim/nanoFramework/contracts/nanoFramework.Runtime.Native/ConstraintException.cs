// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.Runtime.Native;

public class ConstraintException : Exception
{
    public extern ConstraintException();
}
