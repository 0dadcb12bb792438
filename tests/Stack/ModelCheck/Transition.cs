// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>An event that can happen next in a world.</summary>
internal enum TransitionKind
{
    /// <summary>A frame arrives.</summary>
    Deliver,

    /// <summary>A frame arrives, and stays under way.</summary>
    Duplicate,

    /// <summary>A frame gets lost.</summary>
    Lose,

    /// <summary>An application does its next step.</summary>
    Call,

    /// <summary>A stack is polled because it wants to be, now.</summary>
    Poll,

    /// <summary>Time passes until a stack wants to be polled.</summary>
    Wait,
}

/// <summary>Something that can happen next.</summary>
/// <param name="Kind">What.</param>
/// <param name="Host">The end to which, or at which, it happens. For a frame this is its destination.</param>
/// <param name="Frame">Which of the frames under way to it.</param>
internal readonly record struct Transition(TransitionKind Kind, int Host, int Frame = 0);
