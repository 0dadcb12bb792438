// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using Spectre.Console;

namespace NanoTcp.Meter.Report;

/// <summary>The common parts of the tables.</summary>
internal static class TableParts
{
    public static Table NewTable(string title, params ReadOnlySpan<string> columns)
    {
        Table table = new() { Border = TableBorder.Simple, Title = new TableTitle(title) };
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        return table;
    }

    public static void AddNumbers(Table table, params ReadOnlySpan<string> columns)
    {
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        }
    }

    public static string Number(double value)
    {
        return value.ToString("0.#", CultureInfo.InvariantCulture);
    }
}
