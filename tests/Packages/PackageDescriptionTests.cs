// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Packages;

/// <summary>The .nuspec files say what the projects say, and one version stands for all.</summary>
public sealed class PackageDescriptionTests
{
    private const string Unreleased = "Unreleased";

    private static readonly string[] s_desktopOnly = [.. Repository.Find("*.csproj", "firmware", "host-sim", "tests")
        .Where(path => XDocument.Load(Repository.Path(path)).Descendants("IsPackable").Any(element => element.Value == "true"))];

    public static TheoryData<string> Names => [.. PackageDescription.Names];

    [Fact]
    public void Each_library_of_the_device_has_a_package()
    {
        IEnumerable<string> libraries = NanoFrameworkProject.Names.Where(name => !NanoFrameworkProject.Load(name).IsProgram);

        Assert.Equal(libraries.Select(name => Path.ChangeExtension(name, ".nuspec")), PackageDescription.Names);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_has_the_name_of_its_assembly_and_says_what_it_is(string name)
    {
        PackageDescription package = PackageDescription.Load(name);

        Assert.Equal(package.Project.AssemblyName, package.Id);
        Assert.EndsWith(".", package.Description, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void On_the_device_a_package_needs_what_packages_config_and_the_references_to_projects_name(string name)
    {
        PackageDescription package = PackageDescription.Load(name);

        IEnumerable<(string, string)> expected = [.. package.Project.Packages, .. OfThisVersion(package.Project.ReferencedProjects)];
        Assert.Equal(expected.Order(), package.Dependencies(PackageDescription.Device).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void On_a_desktop_a_package_needs_what_the_references_to_projects_name(string name)
    {
        PackageDescription package = PackageDescription.Load(name);

        IEnumerable<string> references = XDocument.Load(package.Project.DesktopProject).Descendants("ProjectReference")
            .Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value));
        Assert.Equal(OfThisVersion(references).Order(), package.Dependencies(PackageDescription.Desktop).Order());
    }

    // The build replaces $version$, $authors$ and the others, and fills the package: an .nuspec names no files.
    [Fact]
    public void All_packages_have_the_rest_in_common()
    {
        PackageDescription[] packages = [.. PackageDescription.Names.Select(PackageDescription.Load)];

        Assert.All(packages, package => Assert.Equal(packages[0].CommonElements, package.CommonElements));
        Assert.All(packages, package => Assert.Single(package.Root.Elements()));
    }

    [Fact]
    public void Each_project_that_is_for_the_desktop_alone_and_has_a_package_is_packed_with_the_others()
    {
        IEnumerable<string> packed = XDocument.Load(Repository.Path("packaging", "Packages.proj")).Descendants("PackedProject")
            .Select(item => item.Attribute("Include")!.Value).Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) && !path.Contains('@'));

        Assert.Equal(s_desktopOnly.Select(path => $"../{path}"), packed);
    }

    // The first line makes the analyzer tell what may be null.
    [Fact]
    public void Each_package_lists_its_public_API()
    {
        IEnumerable<string> folders = PackageDescription.Names.Concat(s_desktopOnly).Select(path => Path.GetDirectoryName(path)!);

        Assert.All(folders, folder => Assert.Equal("#nullable enable", File.ReadLines(Repository.Path(folder, "PublicAPI.Shipped.txt")).First()));
        Assert.All(folders, folder => Assert.Equal("#nullable enable", File.ReadLines(Repository.Path(folder, "PublicAPI.Unshipped.txt")).First()));
    }

    [Fact]
    public void The_assemblies_of_the_device_have_the_version_of_version_json()
    {
        string number = VersionNumber();
        Regex attribute = new("^\\[assembly: Assembly(?:File)?Version\\(\"(.*)\"\\)\\]$", RegexOptions.Multiline);

        IEnumerable<string> files = Repository.Find("AssemblyInfo.cs", "stack", "boards", "firmware", "tests/NFUnitTest");

        Assert.All(files, file => Assert.Equal([$"{number}.0", $"{number}.0"], attribute.Matches(File.ReadAllText(Repository.Path(file))).Select(match => match.Groups[1].Value)));
    }

    // Above it, that is, unless the CHANGELOG has nothing unreleased.
    [Fact]
    public void The_version_is_above_the_last_one_that_the_CHANGELOG_calls_released()
    {
        string[] sections = [.. Regex.Matches(File.ReadAllText(Repository.Path("CHANGELOG.md")), @"^## (\S+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        Version next = Version.Parse(VersionNumber());
        Version last = Version.Parse(sections.First(section => section != Unreleased));

        Assert.True(sections[0] == Unreleased ? last < next : last == next, $"version.json says {next}, and the CHANGELOG {last}.");
    }

    /// <summary>The three numbers of version.json.</summary>
    private static string VersionNumber()
    {
        using JsonDocument version = JsonDocument.Parse(File.ReadAllText(Repository.Path("version.json")));
        return version.RootElement.GetProperty("version").GetString()!.Split('-')[0];
    }

    private static IEnumerable<(string Id, string Version)> OfThisVersion(IEnumerable<string> ids)
    {
        return ids.Select(id => (id, "$version$"));
    }
}
