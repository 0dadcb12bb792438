// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>How often the wire may misbehave. The order in which frames arrive is always free.</summary>
/// <param name="Losses">Frames that get lost.</param>
/// <param name="Duplicates">Frames that arrive once more.</param>
/// <param name="Delays">Timers that fire although a frame is under way, or an application could act.</param>
internal sealed record Bounds(int Losses, int Duplicates, int Delays);
