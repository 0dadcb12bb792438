// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>A station without a stack.</summary>
internal interface ISoakStation
{
    /// <summary>When it wants to be stepped.</summary>
    long NextEvent { get; }

    void Step();

    /// <summary>From now on it only listens.</summary>
    void Silence();
}
