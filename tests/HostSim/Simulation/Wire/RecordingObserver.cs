// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Wire;

/// <summary>Writes down what the wire shows.</summary>
internal sealed class RecordingObserver : IFrameObserver
{
    public List<string> Lines { get; } = [];

    public List<FrameFate> Fates { get; } = [];

    public void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate)
    {
        uint number = BigEndian.ReadUInt32(data, offset + 96);
        Lines.Add($"{now} port {fromPort} number {number} length {length} {fate}");
        Fates.Add(fate);
    }
}
