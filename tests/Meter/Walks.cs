// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Meter;

/// <summary>The four ways through the code that docs/architecture.md follows.</summary>
public static class Walks
{
    /// <summary>Their names, and where they are found among the scenarios.</summary>
    public static IReadOnlyList<(string Name, string Scenario, string Step)> All { get; } =
    [
        ("A full segment, from the controller to the application and its ACK", "receive", "full segment received and delivered, ACK sent"),
        ("A SYN", "http-steps", "HTTP 1: SYN"),
        ("A retransmission", "retransmit", "segment sent again"),
        ("A GET", "http-steps", "HTTP 3: request"),
    ];

    /// <summary>Follows one on a board with a W5500.</summary>
    public static Walk Follow(MeterSession session, string name)
    {
        (_, string scenario, string step) = All.Single(walk => walk.Name == name);
        return session.Follow(scenario, "w5500", step);
    }
}
