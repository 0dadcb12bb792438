// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests;

/// <summary>The trait of tests that take most of a run's time. <c>dotnet test --project tests --filter-not-trait "Speed=Slow"</c> skips them.</summary>
internal static class Speed
{
    public const string Trait = "Speed";
    public const string Slow = "Slow";
}
