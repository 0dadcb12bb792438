// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Meter.Scenarios;

/// <summary>The bits of a segment.</summary>
internal static class Flag
{
    public const int Fin = 1;
    public const int Syn = 2;
    public const int Rst = 4;
    public const int Push = 8;
    public const int Ack = 16;
}
