// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>
/// A world in which the device's assemblies count. The simulation and the program, which refer to them, are loaded there again from the files beside
/// the program, so that they use the rewritten assemblies. .NET and this assembly are shared.
/// </summary>
internal sealed class RewrittenContext : AssemblyLoadContext, IAssemblyResolver
{
    private const string Hardware = "NanoTcp.Hardware";

    private readonly HashSet<string> _desktop;
    private readonly Dictionary<string, AssemblyDefinition> _definitions = [];
    private readonly Dictionary<string, Assembly> _device = [];

    /// <summary>Rewrites and loads assemblies that were compiled for the device.</summary>
    /// <param name="assemblies">Their files.</param>
    /// <param name="program">The assemblies for the desktop that use them, besides those of the simulation.</param>
    /// <param name="replacements">Types of .NET, by their full names, and what stands for them in NanoTcp.Hardware.</param>
    /// <param name="makeCounters">Makes what counts in a module. The second argument is the module's reference to NanoTcp.Hardware.</param>
    public RewrittenContext(
        IEnumerable<string> assemblies,
        IEnumerable<string> program,
        IReadOnlyDictionary<string, Type> replacements,
        Func<ModuleDefinition, AssemblyNameReference, ICounterCode> makeCounters)
        : base("rewritten")
    {
        _desktop = [Hardware, "NanoTcp.Simulation", .. program];
        List<ModuleDefinition> modules = [.. assemblies.Select(path => Read(path).MainModule)];
        HashSet<string> names = [.. modules.Select(module => module.Assembly.Name.Name)];
        using AssemblyDefinition hardware = AssemblyDefinition.ReadAssembly(Beside(Hardware));
        CostAnalysis analysis = new(names);
        foreach (ModuleDefinition module in modules)
        {
            AssemblyNameReference simulation = new(Hardware, hardware.Name.Version);
            Instrumenter.Rewrite(module, analysis, () => makeCounters(module, simulation));
            module.AssemblyReferences.Add(simulation);
        }

        Dictionary<string, byte[]> images = [];
        foreach (ModuleDefinition module in modules)
        {
            DesktopReferences.Retarget(module, names, hardware, module.AssemblyReferences[^1], replacements);
            using MemoryStream image = new();
            module.Assembly.Write(image);
            images.Add(module.Assembly.Name.Name, image.ToArray());
        }

        foreach ((string name, byte[] image) in images)
        {
            _device.Add(name, LoadFromStream(new MemoryStream(image)));
        }

        foreach (AssemblyDefinition definition in _definitions.Values)
        {
            definition.Dispose();
        }
    }

    /// <summary>The rewritten assemblies, in the order in which they were given.</summary>
    public IEnumerable<Assembly> Device => _device.Values;

    AssemblyDefinition IAssemblyResolver.Resolve(AssemblyNameReference name)
    {
        return _definitions.TryGetValue(name.Name, out AssemblyDefinition? assembly) ? assembly : Read(DeviceBuild.NanoFramework(name.Name));
    }

    AssemblyDefinition IAssemblyResolver.Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        return ((IAssemblyResolver)this).Resolve(name);
    }

    void IDisposable.Dispose()
    {
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name!;
        return _device.TryGetValue(name, out Assembly? rewritten) ? rewritten
            : _desktop.Contains(name) ? LoadFromAssemblyPath(Beside(name))
            : null;
    }

    private static string Beside(string name)
    {
        return Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
    }

    private AssemblyDefinition Read(string path)
    {
        ReaderParameters parameters = new() { AssemblyResolver = this, ReadSymbols = true, SymbolReaderProvider = new DefaultSymbolReaderProvider(throwIfNoSymbol: false) };
        AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path, parameters);
        _definitions.Add(assembly.Name.Name, assembly);
        return assembly;
    }
}
