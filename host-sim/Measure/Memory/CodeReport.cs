// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using Spectre.Console;

namespace NanoTcp.Measure.Memory;

/// <summary>Prints the size of the code in the device's flash.</summary>
internal static class CodeReport
{
    private const int Width = 100;

    public static void Show(IAnsiConsole console, CodeBuild build)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        Table table = new Table { Title = new TableTitle("Bytes of code and metadata on the device, estimated") }.RoundedBorder().AddColumn("namespace");
        table.Caption(Markup.Escape(build.Description));
        foreach (string heading in (string[])["types", "methods", "IL", "records", "signatures", "strings", "in all"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (string assembly in CodeBuild.Assemblies)
        {
            StoredCode code = StoredCode.Read(build.Locate(assembly));
            foreach (CodePart part in code.Parts)
            {
                table.AddRow(
                    Markup.Escape(part.Name), Format(part.Types), Format(part.Methods), Format(part.Code), Format(part.Records), Format(part.Signatures), Format(part.Strings), Format(part.Total));
            }

            AddSum(table, "header, references", "dim", code.Shared);
            AddSum(table, $"{assembly}.pe", "bold", code.Total);
            table.AddEmptyRow();
        }

        console.Write(table);
    }

    private static void AddSum(Table table, string name, string style, int bytes)
    {
        table.AddRow($"[{style}]{name}[/]", "", "", "", "", "", "", $"[{style}]{Format(bytes)}[/]");
    }

    private static string Format(int number)
    {
        return number.ToString("#,0", CultureInfo.InvariantCulture);
    }
}
