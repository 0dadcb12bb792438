// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.TestFramework;

[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class TestClassAttribute : Attribute
{
    public extern virtual TestMethodAttribute GetTestMethodAttribute(TestMethodAttribute testMethodAttribute);

    public extern TestClassAttribute();
}
