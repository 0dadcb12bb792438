// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using NanoTcp.Host;

namespace NanoTcp.Tests.Architecture;

/// <summary>The assemblies that run on the device, as they were compiled for the desktop.</summary>
internal static class DeviceAssembly
{
    public static readonly TheoryData<string> Names = ["NanoTcp", "NanoTcp.Http", "NanoTcp.Dhcp", "NanoTcp.Dns", "NanoTcp.Resolver", "NanoTcp.Mdns", "NanoTcp.Sntp", "NanoTcp.Network", "NanoTcp.Boards", "NanoTcp.Platform", "SensorNode"];

    public static ModuleDefinition Read(string name)
    {
        return ModuleDefinition.ReadModule(Path.Combine(Path.GetDirectoryName(typeof(NetworkStack).Assembly.Location)!, $"{name}.dll"));
    }
}
