// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using NanoTcp.Metering;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>Assemblies that were compiled for the device, and those of nanoFramework that they need.</summary>
internal sealed class DeviceCode : IAssemblyResolver
{
    private readonly Dictionary<string, AssemblyDefinition> _known = [];

    public DeviceCode(params IEnumerable<string> assemblies)
    {
        Modules = [.. assemblies.Select(path => Read(path).MainModule)];
    }

    /// <summary>Everything that the .nfproj files of the repository compile to.</summary>
    public static DeviceCode OfRepository { get; } = new(NanoFrameworkProject.Names.Select(name => NanoFrameworkProject.Load(name).Assembly));

    /// <summary>The assemblies to be judged, without nanoFramework's.</summary>
    public IReadOnlyList<ModuleDefinition> Modules { get; }

    public IEnumerable<TypeDefinition> Types => Modules.SelectMany(module => module.GetTypes());

    public bool Contains(MemberReference member)
    {
        return Modules.Contains(member.Module);
    }

    public AssemblyDefinition Resolve(AssemblyNameReference name)
    {
        return _known.TryGetValue(name.Name, out AssemblyDefinition? assembly) ? assembly : Read(DeviceBuild.NanoFramework(name.Name));
    }

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        return Resolve(name);
    }

    public void Dispose()
    {
        foreach (AssemblyDefinition assembly in _known.Values)
        {
            assembly.Dispose();
        }
    }

    private AssemblyDefinition Read(string path)
    {
        AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = this });
        _known.Add(assembly.Name.Name, assembly);
        return assembly;
    }
}
