// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests;

/// <summary>The bytes that code allocates.</summary>
internal static class Allocations
{
    private const int MaxRounds = 4;

    /// <summary>
    /// Prepares and runs an action until one run has allocated nothing, and fails if there is no such run. The runtime allocates on a thread now and
    /// then, in a single run. An allocation of the code comes again in every run that is prepared alike.
    /// </summary>
    public static void AssertNone(Func<Action> prepare)
    {
        List<long> rounds = [];
        do
        {
            Action round = prepare();
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            rounds.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }
        while (rounds[^1] != 0 && rounds.Count < MaxRounds);

        Assert.True(rounds[^1] == 0, $"Bytes in each round: {string.Join(", ", rounds)}");
    }
}
