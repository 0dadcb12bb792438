// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>A world in which the device's assemblies count what they execute, each basic block by itself.</summary>
public sealed class MeteredContext
{
    // A step of a walk enters some hundred methods.
    private const int JournalLength = 100_000;

    private readonly RewrittenContext _context;
    private readonly List<SlotCounters> _counters = [];
    private readonly List<long[]> _values;

    // How many methods were entered, and their numbers, one after the other.
    private readonly long[] _journal = new long[JournalLength];

    /// <summary>Rewrites and loads assemblies that were compiled for the device.</summary>
    /// <param name="assemblies">Their files.</param>
    /// <param name="program">The assemblies for the desktop that use them, besides those of the simulation.</param>
    public MeteredContext(IEnumerable<string> assemblies, params string[] program)
    {
        _context = new RewrittenContext(assemblies, program, new Dictionary<string, Type>(), (module, _) =>
        {
            _counters.Add(new SlotCounters(module, _counters.Sum(before => before.Slots.Count)));
            return _counters[^1];
        });
        _values = [.. _context.Device.Select(assembly => (long[])CounterField(assembly, CounterClass.FieldName).GetValue(null)!)];
    }

    /// <summary>An assembly of this world.</summary>
    public Assembly Load(AssemblyName name)
    {
        return _context.LoadFromAssemblyName(name);
    }

    /// <summary>Writes down from now on which methods are entered, in their order.</summary>
    public void KeepJournal()
    {
        foreach (Assembly assembly in _context.Device)
        {
            CounterField(assembly, CounterClass.JournalName).SetValue(null, _journal);
        }
    }

    /// <summary>Forgets what was counted.</summary>
    public void Clear()
    {
        _journal[0] = 0;
        _values.ForEach(Array.Clear);
    }

    /// <summary>The counts since <see cref="Clear"/>.</summary>
    public Profile Read()
    {
        Profile profile = new();
        foreach ((SlotCounters counters, long[] values) in _counters.Zip(_values))
        {
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] != 0)
                {
                    profile.Add(counters.Slots[i], values[i]);
                }
            }
        }

        return profile;
    }

    /// <summary>The methods entered since <see cref="Clear"/>, in their order.</summary>
    internal IReadOnlyList<Slot> ReadJournal()
    {
        List<Slot> all = [.. _counters.SelectMany(counted => counted.Slots)];
        return [.. _journal.Skip(1).Take((int)_journal[0]).Select(number => all[(int)number])];
    }

    private static FieldInfo CounterField(Assembly assembly, string name)
    {
        return assembly.GetType(CounterClass.TypeName, throwOnError: true)!.GetField(name)!;
    }
}
