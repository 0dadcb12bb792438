// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Hardware.Esp32;

public class Configuration
{
    public static extern void SetPinFunction(int pin, DeviceFunction value);

    public static extern int GetFunctionPin(DeviceFunction function);

    public extern Configuration();
}
