// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Spi;

public class SpiDeviceAlreadyInUseException : Exception
{
    public extern override string ToString();

    public extern SpiDeviceAlreadyInUseException();
}
