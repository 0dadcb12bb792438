// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;

namespace NanoTcp.Metering;

/// <summary>Where the assemblies lie that the .nfproj files compile to, and what they were compiled against.</summary>
public static class DeviceBuild
{
    private static readonly string s_root = Metadata("RepositoryRoot");
    private static readonly string s_configuration = Metadata("Configuration");

    /// <summary>The assemblies of stack, drivers, boards and application.</summary>
    public static IReadOnlyList<string> Firmware { get; } =
    [
        Output("stack/NanoTcp", "NanoTcp.dll"),
        Output("stack/NanoTcp.Http", "NanoTcp.Http.dll"),
        Output("stack/NanoTcp.Dhcp", "NanoTcp.Dhcp.dll"),
        Output("stack/NanoTcp.Dns", "NanoTcp.Dns.dll"),
        Output("stack/NanoTcp.Resolver", "NanoTcp.Resolver.dll"),
        Output("stack/NanoTcp.Mdns", "NanoTcp.Mdns.dll"),
        Output("stack/NanoTcp.Network", "NanoTcp.Network.dll"),
        Output("stack/NanoTcp.Sockets", "NanoTcp.Sockets.dll"),
        Output("firmware/Drivers", "NanoTcp.Drivers.dll"),
        Output("boards", "NanoTcp.Boards.dll"),
        Output("firmware/Platform", "NanoTcp.Platform.dll"),
        Output("firmware/SensorNode", "SensorNode.exe"),
    ];

    /// <summary>The contracts: a folder for each, of the name of the assembly.</summary>
    public static string Contracts { get; } = Path.Combine(s_root, "host-sim", "nanoFramework", "contracts");

    /// <summary>An assembly of nanoFramework: the CoreLibrary's own, of the others the contract.</summary>
    public static string NanoFramework(string name)
    {
        return name == "mscorlib" ? Metadata("CoreLibrary") : Path.Combine(Contracts, name, "bin", $"{name}.dll");
    }

    /// <summary>A source file as the repository has it, with slashes.</summary>
    public static string FileOf(string source)
    {
        return Path.GetRelativePath(s_root, source).Replace('\\', '/');
    }

    /// <summary>An assembly that a project of the repository compiles to.</summary>
    public static string Output(string folder, string file)
    {
        return Path.Combine(s_root, folder, "bin", s_configuration, file);
    }

    private static string Metadata(string key)
    {
        return typeof(DeviceBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
    }
}
