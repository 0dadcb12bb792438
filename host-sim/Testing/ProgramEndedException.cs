// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Testing;

/// <summary>
/// Ends a program of the simulation: its host was switched off, the network was disposed, or a test has failed. It is thrown by the blocking call that
/// the program is in. A program that catches it gets it again at its next blocking call.
/// </summary>
public sealed class ProgramEndedException : Exception
{
    internal ProgramEndedException()
        : base("The simulation has ended this program.")
    {
    }
}
