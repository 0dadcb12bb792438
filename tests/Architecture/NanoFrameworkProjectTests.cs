// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NanoTcp.Tests.Architecture;

/// <summary>The .nfproj files have the form that Visual Studio and its nanoFramework extension expect, and compile the same files as the desktop.</summary>
public sealed class NanoFrameworkProjectTests
{
    // The file of attributes that an SDK-style project writes for itself.
    private const string AssemblyInfo = "Properties/AssemblyInfo.cs";

    // What the desktop has besides: partial classes and types that the device's project does not compile.
    private const string DesktopOnly = ".Desktop.cs";

    // What the device has in the place of such a file.
    private const string DeviceOnly = ".Device.cs";

    public static TheoryData<string> Names => [.. NanoFrameworkProject.Names];

    public static TheoryData<string> WithUnitTests => [.. Repository.Find("*.nfproj", "stack", "boards", "firmware", "tests")];

    [Fact]
    public void What_runs_on_the_device_has_a_project_for_it()
    {
        IEnumerable<string> desktop = Repository.Find("*.csproj", "stack", "boards", "firmware");

        Assert.Equal(desktop.Select(path => Path.ChangeExtension(path, ".nfproj")), NanoFrameworkProject.Names);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_Compile_items_are_the_files_on_the_disk_but_for_those_of_the_desktop(string name)
    {
        NanoFrameworkProject project = NanoFrameworkProject.Load(name);

        Assert.Equal(SourcesBelow(project.Folder), project.CompileItems);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_that_it_takes_from_another_project_are_on_the_desktop_a_reference_to_that_project(string name)
    {
        NanoFrameworkProject project = NanoFrameworkProject.Load(name);
        IEnumerable<string> referenced = XDocument.Load(project.DesktopProject).Descendants("ProjectReference").Select(item => Path.GetDirectoryName(item.Attribute("Include")!.Value)!);

        Assert.Equal([], project.LinkedFolders.Except(referenced));
    }

    [Fact]
    public void One_line_alone_asks_whether_it_is_compiled_for_the_device()
    {
        IEnumerable<string> asking = Repository.Find("*.cs", "stack", "boards", "firmware").Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(Repository.Path(path)).Where(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)).Select(_ => path));

        Assert.Equal(["stack/NanoTcp/Link/EthernetLink.cs"], asking);
    }

    [Trait(Speed.Trait, Speed.Slow)]
    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_compiles_what_the_desktop_compiles(string name)
    {
        NanoFrameworkProject project = NanoFrameworkProject.Load(name);

        BuildResult build = await MSBuild.RunAsync(project.DesktopProject, "-getItem:Compile", "-getProperty:AssemblyName,RootNamespace");

        Assert.True(build.Succeeded, build.Output);
        using JsonDocument evaluated = JsonDocument.Parse(build.Output);
        IEnumerable<string> items = evaluated.RootElement.GetProperty("Items").GetProperty("Compile").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'))
            .Where(item => !item.EndsWith(DesktopOnly, StringComparison.Ordinal));
        Assert.Equal(items.Append(AssemblyInfo).Order(StringComparer.Ordinal), project.CompileItems.Where(item => !item.EndsWith(DeviceOnly, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        JsonElement properties = evaluated.RootElement.GetProperty("Properties");
        Assert.Equal(properties.GetProperty("AssemblyName").GetString(), project.AssemblyName);
        Assert.Equal(properties.GetProperty("RootNamespace").GetString(), project.Property("RootNamespace"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_packages_are_those_that_its_references_point_at(string name)
    {
        NanoFrameworkProject project = NanoFrameworkProject.Load(name);
        string up = string.Concat(Enumerable.Repeat(@"..\", name.Count(character => character == '/')));

        IEnumerable<string> expected = project.Packages.Select(package => $@"{up}packages\{package.Id}.{package.Version}\lib\");

        Assert.Equal(expected.Order(StringComparer.Ordinal), project.HintPaths.Select(hint => hint[..(hint.LastIndexOf('\\') + 1)]).Order(StringComparer.Ordinal));
        Assert.Equal(project.References, project.HintPaths.Select(hint => Path.GetFileNameWithoutExtension(hint[(hint.LastIndexOf('\\') + 1)..])));
    }

    [Fact]
    public void The_solution_of_the_firmware_has_all_projects_of_the_device_and_no_others()
    {
        Regex project = new("^Project\\(\"{11A8DD76-328B-46DF-9F39-F559912D0360}\"\\) = \"[^\"]+\", \"([^\"]+)\", \"({[^\"]+})\"", RegexOptions.Multiline);
        string firmware = File.ReadAllText(Repository.Path("firmware", "NanoTcp.Firmware.sln"));
        string whole = File.ReadAllText(Repository.Path("NanoTcp.sln"));
        string[] Projects(string solution, string folder) =>
            [.. project.Matches(solution)
                .Select(match => Path.GetRelativePath(Repository.Root, Repository.Path(folder, match.Groups[1].Value.Replace('\\', '/'))) + match.Groups[2].Value)
                .Order(StringComparer.Ordinal)];

        Assert.Equal(Projects(whole, ""), Projects(firmware, "firmware"));
        Assert.Equal(Projects(firmware, "firmware").Length, Regex.Count(firmware, "^Project\\(", RegexOptions.Multiline));
        Assert.Equal(Repository.Find("*.nfproj", "stack", "boards", "firmware", "tests").Count(), Projects(firmware, "firmware").Length);
        Assert.All(project.Matches(firmware), match => Assert.Contains($"{match.Groups[2].Value}.Release|Any CPU.Deploy.0", firmware));
    }

    [Fact]
    public void All_projects_take_the_same_version_of_a_package()
    {
        IEnumerable<IGrouping<string, string>> versions = NanoFrameworkProject.Names
            .SelectMany(name => NanoFrameworkProject.Load(name).Packages)
            .GroupBy(package => package.Id, package => package.Version);

        Assert.All(versions, package => Assert.Single(package.Distinct()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_imports_are_guarded_and_in_the_order_of_a_stock_project(string name)
    {
        NanoFrameworkProject project = NanoFrameworkProject.Load(name);

        string[] expected = ["NFProjectSystem.Default.props", "NFProjectSystem.props", "NFProjectSystem.CSharp.targets"];
        Assert.Equal(
            expected.Select(file => $"$(NanoFrameworkProjectSystemPath){file} if Exists('$(NanoFrameworkProjectSystemPath){file}')"),
            project.Imports.Select(import => $"{import.Attribute("Project")!.Value} if {import.Attribute("Condition")!.Value}"));
    }

    // F5 builds Debug, and for that the extension turns the property off. What stands behind its import, without a condition, holds in all configurations.
    [Theory]
    [MemberData(nameof(WithUnitTests))]
    public void It_is_optimised_in_all_configurations(string name)
    {
        NanoFrameworkProject project = NanoFrameworkProject.Load(name);

        XElement optimize = Assert.Single(project.Settings("Optimize"));

        Assert.Equal("true", optimize.Value);
        Assert.All(optimize.AncestorsAndSelf(), element => Assert.Null(element.Attribute("Condition")));
        Assert.Contains(project.Imports[0], optimize.Parent!.ElementsBeforeSelf());
    }

    // The extension for VS Code recognises its project files by this text.
    [Theory]
    [MemberData(nameof(Names))]
    public void Its_last_import_is_spelled_as_the_tools_look_for_it(string name)
    {
        string text = File.ReadAllText(Repository.Path(name));

        Assert.Contains(
            """<Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets')" />""",
            text,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_in_the_solution_and_deployed_from_there(string name)
    {
        NanoFrameworkProject project = NanoFrameworkProject.Load(name);
        string solution = File.ReadAllText(Repository.Path("NanoTcp.sln"));

        Assert.Contains($$"""Project("{11A8DD76-328B-46DF-9F39-F559912D0360}") = "{{project.AssemblyName}}", "{{name.Replace('/', '\\')}}", "{{project.ProjectGuid}}" """.TrimEnd(), solution, StringComparison.Ordinal);
        Assert.Contains($"{project.ProjectGuid}.Debug|Any CPU.Build.0 =", solution, StringComparison.Ordinal);
        Assert.Contains($"{project.ProjectGuid}.Debug|Any CPU.Deploy.0 =", solution, StringComparison.Ordinal);
    }

    private static IEnumerable<string> SourcesBelow(string folder)
    {
        return Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal) && !path.EndsWith(DesktopOnly, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }
}
