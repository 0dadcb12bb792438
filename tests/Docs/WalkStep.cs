// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Docs;

/// <summary>One thing that the reader of a page does.</summary>
internal abstract record WalkStep
{
    /// <summary>Writes a file.</summary>
    public sealed record WriteFile(string Path, string Text) : WalkStep;

    /// <summary>Runs commands of a shell. Those in the background go on while the reader does the rest.</summary>
    public sealed record Run(string Commands, bool IsBackground) : WalkStep;

    /// <summary>Sees that the last commands have printed this.</summary>
    public sealed record Expect(string Text) : WalkStep;
}
