// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Metering;
using NanoTcp.Metering.Instrumentation;

namespace NanoTcp.Meter;

/// <summary>One way through the code: the methods in the order in which they are entered, and where they stand.</summary>
public sealed class Walk
{
    private readonly IReadOnlyList<(string Method, string File)> _entries;

    internal Walk(IReadOnlyList<Slot> entries)
    {
        _entries = [.. entries.Where(entry => entry.Source != null).Select(entry => (Short(entry.Method), DeviceBuild.FileOf(entry.Source!)))];
    }

    /// <summary>How many methods it enters, each counted once.</summary>
    public int Methods => _entries.Select(entry => entry.Method).Distinct().Count();

    /// <summary>In how many files they stand.</summary>
    public int Files => _entries.Select(entry => entry.File).Distinct().Count();

    /// <summary>How often the next method stands in another folder than the one before.</summary>
    public int ChangesOfFolder => _entries.Zip(_entries.Skip(1)).Count(pair => Folder(pair.First.File) != Folder(pair.Second.File));

    /// <summary>The methods where they are entered first, those of one folder together until another folder's turn comes.</summary>
    public IReadOnlyList<(string Folder, IReadOnlyList<string> Methods)> Stages
    {
        get
        {
            List<(string Folder, List<string> Methods)> stages = [];
            foreach ((string method, string file) in _entries.DistinctBy(entry => entry.Method))
            {
                if (stages.Count == 0 || stages[^1].Folder != Folder(file))
                {
                    stages.Add((Folder(file), []));
                }

                stages[^1].Methods.Add(method);
            }

            return [.. stages.Select(stage => (stage.Folder, (IReadOnlyList<string>)stage.Methods))];
        }
    }

    private static string Folder(string file)
    {
        return Path.GetDirectoryName(file)!.Replace('\\', '/');
    }

    // Type.Method: the namespace is the folder.
    private static string Short(string method)
    {
        string[] parts = method.Replace("..ctor", ".new", StringComparison.Ordinal).Split('.');
        string name = parts[^1];
        return $"{parts[^2]}.{(name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name[4..] : name)}";
    }
}
