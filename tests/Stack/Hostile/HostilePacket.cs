// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.Hostile;

/// <summary>A malformed or malicious packet and what comes of it.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Make">Makes the frame. What is right in it fits the host.</param>
/// <param name="Counter">The counter that goes up, by one; null: it is counted nowhere.</param>
/// <param name="Answer">What the host sends at once, in words; empty: nothing.</param>
/// <param name="Also">A second counter, for two things that are wrong, or for the answer.</param>
internal sealed record HostilePacket(string Name, Func<HostileHost, byte[]> Make, Enum? Counter, string Answer = "", Enum? Also = null);
