// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Runtime.Native;

/// <summary>What the firmware says about itself. Here it is the simulation.</summary>
public static class SystemInfo
{
    /// <summary>The firmware's version.</summary>
    public static Version Version => new(0, 0, 0, 0);

    /// <summary>The firmware's target.</summary>
    public static string TargetName => "simulation";

    /// <summary>The family of the microcontroller.</summary>
    public static string Platform => "desktop";

    /// <summary>Who made the firmware.</summary>
    public static string OEMString => "NanoTcp";
}
