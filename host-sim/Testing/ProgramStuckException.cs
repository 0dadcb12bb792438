// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Testing;

/// <summary>
/// Nothing can happen any more, or not in time: the programs wait for each other, for what nobody sends, or for something that the simulation does not
/// know. The message says where each program waits.
/// </summary>
public sealed class ProgramStuckException : Exception
{
    internal ProgramStuckException(string message)
        : base(message)
    {
    }
}
