// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.CompilerServices;

namespace nanoFramework.TestFramework;

/// <summary>On the desktop every public class may hold tests.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TestClassAttribute : Attribute;

/// <summary>On the desktop a fact of xunit.</summary>
internal sealed class TestMethodAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : FactAttribute(file, line);

/// <summary>The part of nanoFramework's Assert that the shared tests use.</summary>
internal static class Assert
{
    public static void IsTrue(bool condition) => Xunit.Assert.True(condition);
}
