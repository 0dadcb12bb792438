// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Spi;

public enum SpiSharingMode
{
    Exclusive = 0,
    Shared = 1,
}
