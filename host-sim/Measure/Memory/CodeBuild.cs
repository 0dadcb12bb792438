// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Measure.Memory;

/// <summary>
/// The compiled assemblies whose code is measured: those of the .nfproj files if all have been built, and otherwise the desktop's beside this
/// program. The desktop's stack is larger by 2 KB, so the report says which were read.
/// </summary>
internal sealed class CodeBuild
{
    /// <summary>The command that makes the device's build.</summary>
    public const string Command = "dotnet build firmware/NanoTcp.Firmware.sln";

    private const string Solution = "NanoTcp.sln";

    private readonly Dictionary<string, string> _paths;

    private CodeBuild(bool isDevice, Dictionary<string, string> paths)
    {
        IsDevice = isDevice;
        _paths = paths;
    }

    /// <summary>The assemblies, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Assemblies { get; } =
    [
        "NanoTcp", "NanoTcp.Http", "NanoTcp.Network", "NanoTcp.Dhcp", "NanoTcp.Dns", "NanoTcp.Resolver", "NanoTcp.Mdns", "NanoTcp.Sntp", "NanoTcp.Drivers", "NanoTcp.Boards", "NanoTcp.Platform", "SensorNode",
    ];

    /// <summary>Whether it is the device's build.</summary>
    public bool IsDevice { get; }

    /// <summary>The name of the build, for the heading of a report.</summary>
    public string Description
    {
        get
        {
            string time = File.GetLastWriteTime(_paths[Assemblies[0]]).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            return IsDevice
                ? $"read from the device's build of {time}"
                : $"read from the desktop's build of {time}, which is about 2 KB larger: \"{Command}\" makes the device's";
        }
    }

    /// <summary>
    /// Looks for the device's build above a folder of the desktop's build, which is host-sim/bin/CONFIGURATION/FRAMEWORK in a working copy.
    /// </summary>
    public static CodeBuild Find(string desktop)
    {
        string configuration = new DirectoryInfo(desktop).Parent?.Name ?? "";
        for (DirectoryInfo? folder = new(desktop); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                Dictionary<string, string> device = Assemblies.ToDictionary(assembly => assembly, assembly => DevicePath(folder.FullName, configuration, assembly));
                if (device.Values.All(File.Exists))
                {
                    return new CodeBuild(true, device);
                }
            }
        }

        return new CodeBuild(false, Assemblies.ToDictionary(assembly => assembly, assembly => Path.Combine(desktop, $"{assembly}.dll")));
    }

    /// <summary>Where an assembly lies.</summary>
    public string Locate(string assembly)
    {
        return _paths[assembly];
    }

    private static string DevicePath(string root, string configuration, string assembly)
    {
        (string project, string file) = assembly switch
        {
            "NanoTcp.Drivers" => ("firmware/Drivers", "NanoTcp.Drivers.dll"),
            "NanoTcp.Boards" => ("boards", "NanoTcp.Boards.dll"),
            "NanoTcp.Platform" => ("firmware/Platform", "NanoTcp.Platform.dll"),
            "SensorNode" => ("firmware/SensorNode", "SensorNode.exe"),
            _ => ($"stack/{assembly}", $"{assembly}.dll"),
        };
        return Path.Combine(root, project, "bin", configuration, file);
    }
}
