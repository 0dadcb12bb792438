// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Wire;

/// <summary>Sees every frame at the moment it is put on the wire.</summary>
public interface IFrameObserver
{
    /// <summary>One frame. The bytes are those that arrive (a corrupted frame is shown corrupted). They are valid only during the call.</summary>
    void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate);
}
