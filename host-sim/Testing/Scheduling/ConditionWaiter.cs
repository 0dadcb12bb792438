// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Sockets;

namespace NanoTcp.Testing.Scheduling;

/// <summary>A wait whose end is a condition of the simulation.</summary>
internal sealed class ConditionWaiter(Func<bool> condition) : Waiter
{
    public override bool IsOver()
    {
        return condition();
    }
}
