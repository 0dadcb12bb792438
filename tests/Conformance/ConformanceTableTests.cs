// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Conformance;

/// <summary>docs/conformance.md says nothing that no test shows, and leaves nothing out.</summary>
public class ConformanceTableTests
{
    private static readonly string[] s_levels = ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "(text)"];

    /// <summary>The numbers of RFC 9293's appendix B.</summary>
    private static readonly string[] s_appendixB =
    [
        .. Enumerable.Range(1, 69).Select(number => $"MUST-{number}"),
        .. Enumerable.Range(1, 31).Select(number => $"SHLD-{number}"),
        .. Enumerable.Range(1, 18).Select(number => $"MAY-{number}"),
        "REC-1",
    ];

    private static readonly Row[] s_rows = [.. Read()];

    /// <summary>The tests of this assembly by class and method, as the table names them.</summary>
    private static readonly HashSet<string> s_tests = [.. typeof(ConformanceTableTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
        .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")];

    [Fact]
    public void Every_number_of_appendix_B_has_its_row()
        => Assert.Equal(s_appendixB.Order(), s_rows.Select(row => row.Id).Where(id => id.StartsWith("MUST-") || id.StartsWith("SHLD-") || id.StartsWith("MAY-") || id.StartsWith("REC-")).Order());

    [Fact]
    public void Every_standard_has_its_rows()
        => Assert.All(
            ["3.10", "5961-", "6298-", "5681-", "6582-", "3042-", "5827-", "2018-", "2883-", "6675-", "7323-", "1122-", "1191-", "791-", "792-", "5722-", "6864-", "5927-", "4987-", "768-", "6056-", "1112-", "2236-", "826-", "5227-", "3927-", "4330-", "1034-", "1035-", "2308-", "5452-", "7766-", "6762-", "6763-", "2131-", "2132-"],
            prefix => Assert.Contains(s_rows, row => row.Id.StartsWith(prefix)));

    [Fact]
    public void No_row_comes_twice() => Assert.DoesNotContain(s_rows.CountBy(row => row.Id), count => count.Value > 1);

    [Fact]
    public void Every_row_says_what_is_asked_for_and_how_strongly()
        => Assert.DoesNotContain(s_rows, row => row.Requirement.Length == 0 || !s_levels.Contains(row.Level));

    [Fact]
    public void The_level_is_that_of_the_number()
        => Assert.DoesNotContain(s_rows, row => row.Id.StartsWith("MUST-") && !row.Level.StartsWith("MUST")
            || (row.Id.StartsWith("SHLD-") || row.Id.StartsWith("REC-")) && !row.Level.StartsWith("SHOULD")
            || row.Id.StartsWith("MAY-") && row.Level != "MAY");

    [Fact]
    public void Every_yes_names_a_test_and_makes_no_excuse()
        => Assert.DoesNotContain(s_rows, row => row.Kept == "yes" && (row.Tests.Length == 0 || row.Reason.Length > 0));

    [Fact]
    public void Everything_else_is_no_or_not_applicable_for_a_reason()
        => Assert.DoesNotContain(s_rows, row => row.Kept != "yes" && (row.Kept is not ("no" or "n.a.") || row.Reason.Length == 0));

    [Fact]
    public void Every_test_that_is_named_exists()
        => Assert.Empty(s_rows.SelectMany(row => row.Tests.Where(test => !s_tests.Contains(test)).Select(test => $"{row.Id}: {test}")));

    private static IEnumerable<Row> Read()
    {
        foreach (string line in File.ReadLines(Repository.Path("docs", "conformance.md")).Where(line => line.StartsWith('|')))
        {
            string[] cells = [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
            Assert.True(cells.Length == 6, $"six cells are due: {line}");
            if (cells[0] != "id" && !cells[0].StartsWith("---"))
            {
                yield return new Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5].Split([' ', ',', '`'], StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    private sealed record Row(string Id, string Requirement, string Level, string Kept, string Reason, string[] Tests);
}
