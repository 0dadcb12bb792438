// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.Runtime.Native;

public static class SystemInfo
{
    public static extern Version Version { get; }

    public static extern string OEMString { get; }

    public static extern byte OEM { get; }

    public static extern byte Model { get; }

    public static extern ushort SKU { get; }

    public static extern string TargetName { get; }

    public static extern string Platform { get; }

    public static extern SystemInfo.FloatingPoint FloatingPointSupport { get; }

    public enum FloatingPoint
    {
        None = 0,
        SinglePrecisionSoftware = 1,
        SinglePrecisionHardware = 2,
        DoublePrecisionSoftware = 3,
        DoublePrecisionHardware = 4,
    }
}
