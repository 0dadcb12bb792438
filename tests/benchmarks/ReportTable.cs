// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using Spectre.Console;

namespace NanoTcp.Benchmarks;

/// <summary>A table of results, drawn for the console or as the documents have it.</summary>
internal sealed class ReportTable
{
    // No row of a document is broken.
    private const int MarkdownWidth = 400;

    private readonly Table _table = new();

    /// <param name="title">The title; may be empty.</param>
    /// <param name="labels">The columns of text, in front.</param>
    /// <param name="values">The columns of numbers.</param>
    public ReportTable(string title, IReadOnlyList<string> labels, IReadOnlyList<string> values)
    {
        _table.Title = title.Length > 0 ? new TableTitle(title) : null;
        foreach (string label in labels)
        {
            _table.AddColumn(label);
        }

        foreach (string value in values)
        {
            _table.AddColumn(value, column => column.RightAligned());
        }
    }

    public static Option<bool> MarkdownOption()
    {
        return new Option<bool>("--markdown") { Description = "Print the tables as docs/ has them" };
    }

    public void Add(IReadOnlyList<string> cells)
    {
        _table.AddRow([.. cells]);
    }

    public void Write(bool markdown)
    {
        if (markdown)
        {
            _table.Border = TableBorder.Markdown;
            AnsiConsole.Profile.Width = MarkdownWidth;
        }

        AnsiConsole.Write(_table);
    }
}
