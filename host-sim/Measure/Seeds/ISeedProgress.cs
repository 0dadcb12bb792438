// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Seeds;

/// <summary>The progress of running seeds, for display.</summary>
internal interface ISeedProgress
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>How many have come to their end.</summary>
    int Finished { get; }

    /// <summary>In how many something did not hold.</summary>
    int Failed { get; }

    /// <summary>Begins; the task ends with the last seed.</summary>
    Task RunAsync();
}
