// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Boards;

/// <summary>A simulation that somebody uses cannot go on. The message is a sentence for that person.</summary>
public sealed class SimulationException(string message) : Exception(message);
