// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Docs;

/// <summary>The tables of a document, so that tests can compare its figures with the output of commands.</summary>
internal static class MarkdownTable
{
    /// <summary>The rows of the table under a heading. An empty first cell repeats the one above it.</summary>
    public static IReadOnlyList<string[]> Read(string document, string heading)
    {
        IEnumerable<string> lines = File.ReadLines(Repository.Path("docs", document))
            .SkipWhile(line => line != heading)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2);
        List<string[]> rows = [];
        foreach (string line in lines)
        {
            string[] cells = [.. line[1..^1].Split('|').Select(cell => cell.Trim())];
            cells[0] = cells[0].Length == 0 ? rows[^1][0] : cells[0];
            rows.Add(cells);
        }

        Assert.NotEmpty(rows);
        return rows;
    }

    /// <summary>A number, whose thousands may stand apart.</summary>
    public static int Number(string cell) => int.Parse(cell.Replace(" ", ""));
}
