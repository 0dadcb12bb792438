// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text.Json;
using NanoTcp.Metering;

namespace NanoTcp.Tests.Architecture;

/// <summary>The assemblies of nanoFramework that a project compiles against here: the real CoreLibrary, and all other real ones on demand.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class PackagesTests : IDisposable
{
    private const string RestoringProject = "host-sim/nanoFramework/Packages/Packages.csproj";
    private const string AllPackages = "-property:NanoFrameworkPackages=true";
    private const string CoreLibrary = "nanoFramework.CoreLibrary";

    private readonly string _packageRoot = Directory.CreateTempSubdirectory("nanotcp-packages-").FullName;

    [Fact]
    public async Task What_is_restored_on_demand_is_what_the_projects_name_in_their_packages_config()
    {
        IEnumerable<string> named = Repository.Find("*.nfproj", "stack", "boards", "firmware", "tests")
            .SelectMany(name => NanoFrameworkProject.Load(name).Packages)
            .Select(package => $"{package.Id} [{package.Version}]");

        Assert.Equal(named.Distinct().Order(), (await PackagesAsync(AllPackages)).Order());
    }

    [Fact]
    public async Task Without_a_demand_only_the_CoreLibrary_is_restored()
    {
        Assert.StartsWith($"{CoreLibrary} [", Assert.Single(await PackagesAsync()), StringComparison.Ordinal);
    }

    // One package, two with one whose launcher is no reference, and all the others.
    [Theory]
    [InlineData("stack/NanoTcp/NanoTcp.nfproj")]
    [InlineData("tests/NFUnitTest/NFUnitTest.nfproj")]
    [InlineData("firmware/SensorNode/SensorNode.nfproj")]
    public async Task On_demand_a_project_compiles_against_the_packages_that_it_names_and_no_others(string name)
    {
        foreach (NanoFrameworkProject project in Repository.Find("*.nfproj", "stack", "boards", "firmware", "tests").Select(NanoFrameworkProject.Load))
        {
            foreach (string assembly in AssembliesIn(project))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(assembly)!);
                File.WriteAllBytes(assembly, []);
            }
        }

        IEnumerable<string> references = await ReferencesAsync(name, AllPackages, $"-property:NuGetPackageRoot={_packageRoot}/");

        Assert.Equal(AssembliesIn(NanoFrameworkProject.Load(name)).Where(path => path.EndsWith(".dll", StringComparison.Ordinal)).Order(), references.Order());
    }

    [Fact]
    public async Task Without_a_demand_contracts_stand_in_for_all_but_the_CoreLibrary()
    {
        IEnumerable<string> references = await ReferencesAsync("firmware/Drivers/NanoTcp.Drivers.nfproj");

        Assert.Equal(
            ["mscorlib"],
            references.Where(path => !path.StartsWith(DeviceBuild.Contracts, StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension));
    }

    [Fact]
    public async Task What_is_not_restored_is_named_with_the_command_that_restores_it()
    {
        BuildResult build = await MSBuild.RunAsync(Repository.Path("stack", "NanoTcp", "NanoTcp.nfproj"), "-target:ResolveNanoFrameworkReferences", $"-property:NuGetPackageRoot={_packageRoot}/");

        Assert.False(build.Succeeded);
        Assert.Contains($"Not restored: {_packageRoot}/nanoframework.corelibrary/", build.Output, StringComparison.Ordinal);
        Assert.Contains($"dotnet restore {Repository.Path(RestoringProject)}", build.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Directory.Delete(_packageRoot, recursive: true);
    }

    /// <summary>Where NuGet would put what a project's hint paths point at.</summary>
    private IEnumerable<string> AssembliesIn(NanoFrameworkProject project)
    {
        Dictionary<string, string> folders = project.Packages.ToDictionary(
            package => $"{package.Id}.{package.Version}",
            package => Path.Combine(package.Id.ToLowerInvariant(), package.Version));
        return project.HintPaths.Select(hint => hint.Split('\\'))
            .Select(parts => Path.Combine(_packageRoot, folders[parts[^3]], parts[^2], parts[^1]));
    }

    private static async Task<IEnumerable<string>> PackagesAsync(params string[] arguments)
    {
        using JsonDocument evaluated = await ItemsAsync(RestoringProject, "PackageDownload", arguments);
        return [.. Items(evaluated, "PackageDownload").Select(item => $"{item.GetProperty("Identity").GetString()} {item.GetProperty("Version").GetString()}")];
    }

    private static async Task<IEnumerable<string>> ReferencesAsync(string project, params string[] arguments)
    {
        using JsonDocument evaluated = await ItemsAsync(project, "Reference", ["-target:ResolveNanoFrameworkReferences", .. arguments]);
        return [.. Items(evaluated, "Reference").Select(item => item.GetProperty("FullPath").GetString()!)];
    }

    private static async Task<JsonDocument> ItemsAsync(string project, string kind, params string[] arguments)
    {
        BuildResult build = await MSBuild.RunAsync(Repository.Path(project), [$"-getItem:{kind}", .. arguments]);
        Assert.True(build.Succeeded, build.Output);
        return JsonDocument.Parse(build.Output);
    }

    private static IEnumerable<JsonElement> Items(JsonDocument evaluated, string kind)
    {
        return evaluated.RootElement.GetProperty("Items").GetProperty(kind).EnumerateArray();
    }
}
