// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>
/// A world in which the device's assemblies count. The simulation and the program, which refer to them, are loaded there again from the files beside
/// this assembly, so that they use the rewritten assemblies. .NET and this assembly are shared.
/// </summary>
public sealed class MeteredContext : AssemblyLoadContext, IAssemblyResolver
{
    // A step of a walk enters some hundred methods.
    private const int JournalLength = 100_000;

    private static readonly string[] s_simulation = ["NanoTcp.Hardware", "NanoTcp.Simulation"];

    private readonly HashSet<string> _desktop;
    private readonly Dictionary<string, AssemblyDefinition> _definitions = [];
    private readonly Dictionary<string, Assembly> _device = [];
    private readonly List<(IReadOnlyList<Slot> Slots, long[] Values)> _counters = [];

    // How many methods were entered, and their numbers, one after the other.
    private readonly long[] _journal = new long[JournalLength];

    /// <summary>Rewrites and loads assemblies that were compiled for the device.</summary>
    /// <param name="assemblies">Their files.</param>
    /// <param name="program">The assemblies for the desktop that use them, besides those of the simulation.</param>
    public MeteredContext(IEnumerable<string> assemblies, params string[] program)
        : base("metered")
    {
        _desktop = [.. s_simulation, .. program];
        List<ModuleDefinition> modules = [.. assemblies.Select(path => Read(path).MainModule)];
        HashSet<string> names = [.. modules.Select(module => module.Assembly.Name.Name)];
        using AssemblyDefinition hardware = AssemblyDefinition.ReadAssembly(Beside("NanoTcp.Hardware"));
        CostAnalysis analysis = new(names);
        List<(string Name, IReadOnlyList<Slot> Slots)> slots = [];
        foreach (ModuleDefinition module in modules)
        {
            slots.Add((module.Assembly.Name.Name, Instrumenter.Rewrite(module, analysis, slots.Sum(before => before.Slots.Count))));
        }

        Dictionary<string, byte[]> images = [];
        foreach (ModuleDefinition module in modules)
        {
            DesktopReferences.Retarget(module, names, hardware);
            using MemoryStream image = new();
            module.Assembly.Write(image);
            images.Add(module.Assembly.Name.Name, image.ToArray());
        }

        foreach ((string name, IReadOnlyList<Slot> counted) in slots)
        {
            Assembly loaded = LoadFromStream(new MemoryStream(images[name]));
            _device.Add(name, loaded);
            Type type = loaded.GetType(CounterClass.TypeName, throwOnError: true)!;
            _counters.Add((counted, (long[])type.GetField(CounterClass.FieldName)!.GetValue(null)!));
        }

        foreach (AssemblyDefinition definition in _definitions.Values)
        {
            definition.Dispose();
        }
    }

    /// <summary>Writes down from now on which methods are entered, in their order.</summary>
    public void KeepJournal()
    {
        foreach (Assembly assembly in _device.Values)
        {
            assembly.GetType(CounterClass.TypeName, throwOnError: true)!.GetField(CounterClass.JournalName)!.SetValue(null, _journal);
        }
    }

    /// <summary>The methods entered since <see cref="Clear"/>, in their order.</summary>
    internal IReadOnlyList<Slot> ReadJournal()
    {
        List<Slot> all = [.. _counters.SelectMany(counted => counted.Slots)];
        return [.. _journal.Skip(1).Take((int)_journal[0]).Select(number => all[(int)number])];
    }

    /// <summary>Forgets what was counted.</summary>
    public void Clear()
    {
        _journal[0] = 0;
        foreach ((_, long[] values) in _counters)
        {
            Array.Clear(values);
        }
    }

    /// <summary>The counts since <see cref="Clear"/>.</summary>
    public Profile Read()
    {
        Profile profile = new();
        foreach ((IReadOnlyList<Slot> slots, long[] values) in _counters)
        {
            for (int i = 0; i < slots.Count; i++)
            {
                if (values[i] != 0)
                {
                    profile.Add(slots[i], values[i]);
                }
            }
        }

        return profile;
    }

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
        return Path.Combine(Path.GetDirectoryName(typeof(MeteredContext).Assembly.Location)!, $"{name}.dll");
    }

    private AssemblyDefinition Read(string path)
    {
        ReaderParameters parameters = new() { AssemblyResolver = this, ReadSymbols = true, SymbolReaderProvider = new DefaultSymbolReaderProvider(throwIfNoSymbol: false) };
        AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path, parameters);
        _definitions.Add(assembly.Name.Name, assembly);
        return assembly;
    }
}
