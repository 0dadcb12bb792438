// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>How an application ends a connection.</summary>
internal enum FlowEnd
{
    /// <summary>The application shuts down sending when it has written all, and closes when the other end has done so too.</summary>
    AfterBoth,

    /// <summary>The application closes when it has written all, whatever still arrives.</summary>
    AfterWriting,

    /// <summary>It closes when the other end has.</summary>
    AfterReading,

    /// <summary>The application closes at a given time, in the middle of everything.</summary>
    AtTime,

    /// <summary>It aborts at a time.</summary>
    AbortAtTime,

    /// <summary>It keeps the connection until the very end.</summary>
    Never,
}
