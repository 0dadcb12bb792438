// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Boards;

/// <summary>The table of a board in the readme. It was written by hand, independently of the code.</summary>
internal sealed class WiringTable(string[] rows)
{
    public static string Readme { get; } = File.ReadAllText(Repository.Path("boards/README.md"));

    public double Megahertz => double.Parse(Cell("Clock").Split(' ')[0], CultureInfo.InvariantCulture);

    public static WiringTable Of(string name)
    {
        string[] lines = Readme.Split('\n');
        int start = Array.IndexOf(lines, $"## {name}");
        Assert.True(start >= 0, $"The readme has no section for {name}.");
        return new WiringTable([.. lines.Skip(start + 1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.StartsWith('|'))]);
    }

    /// <summary>The pin of a signal; -1 where the table has a dash.</summary>
    public int Pin(string signal)
    {
        string cell = Cell(signal);
        return cell == "–" ? -1 : int.Parse(cell, CultureInfo.InvariantCulture);
    }

    private string Cell(string signal)
    {
        return Assert.Single(rows, row => row.StartsWith($"| {signal} |", StringComparison.Ordinal)).Split('|')[2].Trim();
    }
}
