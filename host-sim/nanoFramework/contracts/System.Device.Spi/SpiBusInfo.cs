// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Spi;

public sealed class SpiBusInfo
{
    public extern int MaxClockFrequency { get; }

    public extern int MinClockFrequency { get; }

    internal extern SpiBusInfo();
}
