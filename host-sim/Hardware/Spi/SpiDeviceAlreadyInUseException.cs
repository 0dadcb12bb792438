// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Spi;

/// <summary>The chip select is taken on this bus.</summary>
public class SpiDeviceAlreadyInUseException : Exception
{
}
