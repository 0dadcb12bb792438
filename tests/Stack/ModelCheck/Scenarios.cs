// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using static NanoTcp.Tests.Stack.ModelCheck.Step;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>The scenarios of the search. With these bounds all scenarios together take some seconds.</summary>
internal static class Scenarios
{
    private static readonly Step s_acceptIfAny = Accept with { IsOptional = true };

    public static readonly Scenario[] All =
    [
        new("the client closes first", [Connect, CloseWhenOpen], [Listen, Accept, CloseAtTheEnd], true)
        {
            Bounds = [new(2, 0, 0), new(0, 1, 0)],
        },
        new("the server closes first", [Connect, CloseAtTheEnd], [Listen, Accept, CloseWhenOpen], true)
        {
            Bounds = [new(2, 0, 0), new(0, 1, 0), new(0, 0, 1)],
        },
        new("either closes first, or both at once", [Connect, CloseWhenOpen], [Listen, Accept, CloseWhenOpen], true)
        {
            Bounds = [new(2, 0, 0), new(0, 1, 0)],
        },
        new("both open at once", [ConnectToPeer, CloseWhenOpen], [ConnectToPeer, CloseWhenOpen], true)
        {
            Bounds = [new(1, 0, 0)],
        },
        new("half-close", [Connect, ShutdownSend, Receive, CloseAtTheEnd], [Listen, Accept, SendAtTheEnd, CloseWhenOpen], true)
        {
            Bounds = [new(0, 0, 0)],
        },
        new("a byte each way", [Connect, Send, Receive, CloseWhenOpen], [Listen, Accept, Receive, Send, CloseAtTheEnd], true)
        {
            Bounds = [new(1, 0, 0)],
        },
        new("open, then abort", [Connect, AbortWhenOpen], [Listen, s_acceptIfAny, CloseAnyTime], false)
        {
            Bounds = [new(2, 0, 0), new(0, 1, 0)],
        },
        new("the client closes at any time", [Connect, CloseAnyTime], [Listen, s_acceptIfAny, CloseAnyTime], false)
        {
            Bounds = [new(2, 0, 0), new(0, 1, 0)],
        },
        new("nobody listens", [Connect, CloseAtTheEnd], [], false)
        {
            Beginning = 0,
            Bounds = [new(2, 1, 1)],
        },
        new("the listener closes in the middle", [Connect, CloseAnyTime], [Listen, CloseListener], false)
        {
            Bounds = [new(2, 0, 0), new(0, 1, 0)],
        },
    ];
}
