// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

public enum PinNumberingScheme
{
    Logical = 0,
    Board = 1,
}
