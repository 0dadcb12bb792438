// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.TestFramework;

public static class TestExtensions
{
    public static extern bool SequenceEqual(Array a, Array b);
}
