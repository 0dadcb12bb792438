// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing;

/// <summary>A program that runs on a <see cref="TestHost"/>.</summary>
public sealed class TestProgram
{
    private readonly TestNetwork _network;
    private readonly ProgramThread _thread;

    internal TestProgram(TestNetwork network, ProgramThread thread)
    {
        _network = network;
        _thread = thread;
    }

    /// <summary>Its name in messages.</summary>
    public string Name => _thread.Name;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _thread.HasEnded;

    /// <summary>The exception that has ended it; null: none so far.</summary>
    public Exception? Failure => _thread.Failure;

    /// <summary>Waits until it has ended. What it has thrown is thrown here, unless an earlier wait of the test has thrown it.</summary>
    /// <exception cref="ProgramStuckException">It does not end within <see cref="TestNetwork.TimeLimit"/>, or nothing is left to happen.</exception>
    public void Join()
    {
        _network.RunUntil(() => _thread.HasEnded);
    }
}
