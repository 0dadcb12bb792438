// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The socket on the board and what is behind it: 10BASE-T.</summary>
internal sealed class Cable(EthernetLink medium)
{
    /// <summary>Nanoseconds of one byte.</summary>
    public const long ByteTime = 800;

    /// <summary>Bytes of preamble and start delimiter.</summary>
    public const int Preamble = 8;

    /// <summary>The gap between frames, 96 bits.</summary>
    public const long Gap = 9_600;

    /// <summary>512 bits, the unit of back-off.</summary>
    public const long SlotTime = 51_200;

    public EthernetLink Medium { get; } = medium;

    public bool Plugged { get; set; } = true;

    public bool IsLive => Plugged && Medium.IsUp;
}
