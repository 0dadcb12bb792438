// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Meter.Report;

/// <summary>Writes the walks down as Markdown, as docs/architecture.md has them.</summary>
internal static class WalkTables
{
    public static void Write(TextWriter writer, MeterSession session)
    {
        writer.WriteLine("| walk | methods | files | changes of folder |");
        writer.WriteLine("|---|---:|---:|---:|");
        foreach ((string name, _, _) in Walks.All)
        {
            Walk walk = Walks.Follow(session, name);
            writer.WriteLine($"| {name} | {walk.Methods} | {walk.Files} | {walk.ChangesOfFolder} |");
        }

        foreach ((string name, _, _) in Walks.All)
        {
            writer.WriteLine($"\n### {name}\n\n| folder | methods, in the order in which they are entered first |\n|---|---|");
            foreach ((string folder, IReadOnlyList<string> methods) in Walks.Follow(session, name).Stages)
            {
                writer.WriteLine($"| `{folder}` | {string.Join(" → ", methods.Select(method => $"`{method}`"))} |");
            }
        }
    }
}
