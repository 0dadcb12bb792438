// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

public struct WaitForEventResult
{
    public PinEventTypes EventTypes;

    public bool TimedOut;
}
