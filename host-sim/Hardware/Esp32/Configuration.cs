// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace nanoFramework.Hardware.Esp32;

/// <summary>Routes devices of the current <see cref="VirtualBoard"/> to pins.</summary>
public class Configuration
{
    /// <summary>Gives a pin to a device. It counts when the device is opened.</summary>
    /// <exception cref="ArgumentException">There is no such device, or the pin cannot drive its wire.</exception>
    public static void SetPinFunction(int pin, DeviceFunction value)
    {
        VirtualBoard.Current.PinFunctions.Set(pin, value);
    }

    /// <summary>The pin of a device; -1: none.</summary>
    public static int GetFunctionPin(DeviceFunction function)
    {
        return VirtualBoard.Current.PinFunctions.Get(function);
    }
}
