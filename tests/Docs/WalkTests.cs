// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using Mono.Cecil;
using NanoTcp.Meter;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Docs;

/// <summary>docs/architecture.md names what there is, and its ways through the code are those that the device's build takes.</summary>
public class WalkTests
{
    private static readonly MeterSession s_session = new();

    public static TheoryData<string> Names => [.. Walks.All.Select(walk => walk.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_walk_enters_the_methods_that_the_page_shows(string name)
    {
        Walk walk = Walks.Follow(s_session, name);

        Assert.Equal(
            walk.Stages.Select(stage => $"`{stage.Folder}` {string.Join(" → ", stage.Methods.Select(method => $"`{method}`"))}"),
            MarkdownTable.Read("architecture.md", $"### {name}").Select(row => $"{row[0]} {row[1]}"));
    }

    [Fact]
    public void Each_module_that_the_page_names_is_a_class_of_TCP()
    {
        using ModuleDefinition stack = DeviceAssembly.Read("NanoTcp");
        IEnumerable<string> named = MarkdownTable.Read("architecture.md", "### The modules")
            .SelectMany(row => row[0].Split(',')).Select(name => name.Trim(' ', '`'));

        Assert.All(named, name => Assert.NotNull(stack.GetType($"NanoTcp.Tcp.{name}")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_counts_the_methods_files_and_changes_of_folder_of_a_walk(string name)
    {
        Walk walk = Walks.Follow(s_session, name);

        string[] row = Assert.Single(MarkdownTable.Read("architecture.md", "## Four ways through the code"), row => row[0] == name);
        Assert.Equal(
            ((int[])[walk.Methods, walk.Files, walk.ChangesOfFolder]).Select(number => number.ToString(CultureInfo.InvariantCulture)),
            row[1..]);
    }
}
