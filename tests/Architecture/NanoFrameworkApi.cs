// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using NanoTcp.Metering;

namespace NanoTcp.Tests.Architecture;

/// <summary>The API of nanoFramework's assemblies, in documentation-comment IDs.</summary>
internal static class NanoFrameworkApi
{
    /// <summary>The API of an assembly: the CoreLibrary's is read from the assembly, of the others there are listings.</summary>
    public static HashSet<string> Of(string assembly)
    {
        if (assembly != "mscorlib")
        {
            return [.. File.ReadAllLines(Repository.Path("tests", "Architecture", "Data", $"{assembly}.txt"))];
        }

        using ModuleDefinition module = ModuleDefinition.ReadModule(DeviceBuild.NanoFramework(assembly));
        return [.. DocumentationId.OfApi(module, _ => true)];
    }
}
