// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture;

/// <summary>F5 builds Debug. What runs on the device is the same as in Release, so it is as fast, and the tests of one tell about the other.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class DebugBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanotcp-builds-").FullName;

    [Theory]
    [InlineData("firmware/SensorNode/SensorNode.nfproj")]
    [InlineData("firmware/BoardReport/BoardReport.nfproj")]
    [InlineData("firmware/SelfTest/SelfTest.nfproj")]
    [InlineData("tests/NFUnitTest/NFUnitTest.nfproj")]
    public async Task A_program_and_all_that_it_needs_have_the_same_IL_in_Debug_and_Release(string project)
    {
        string[] debug = await AssembliesOf(project, "Debug");
        string[] release = await AssembliesOf(project, "Release");

        Assert.Contains("NanoTcp.dll", release.Select(Path.GetFileName));
        Assert.Equal(release.Select(Path.GetFileName), debug.Select(Path.GetFileName));
        Assert.All(release.Zip(debug), pair => Assert.Equal(CodeOf(pair.First), CodeOf(pair.Second)));
    }

    [Fact]
    public async Task A_build_that_is_not_optimised_has_other_IL()
    {
        const string Project = "stack/NanoTcp/NanoTcp.nfproj";
        string optimised = Assert.Single(await AssembliesOf(Project, "Release"));

        string unoptimised = Assert.Single(await AssembliesOf(Project, "Debug", "-property:Optimize=false"));

        Assert.NotEqual(CodeOf(optimised), CodeOf(unoptimised));
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Builds a project in a folder of its own; its assembly and those of the repository that it needs, sorted.</summary>
    private async Task<string[]> AssembliesOf(string project, string configuration, params string[] more)
    {
        string output = Path.Combine(_folder, configuration);
        BuildResult build = await MSBuild.RunAsync(
            Repository.Path(project),
            [$"-property:Configuration={configuration};Platform=AnyCPU", $"-property:OutputPath={output}/", $"-property:IntermediateOutputPath={output}/obj/", .. more]);
        Assert.True(build.Succeeded, build.Output);
        HashSet<string> own = [.. Repository.Find("*.nfproj", "stack", "boards", "firmware", "tests").Select(name => NanoFrameworkProject.Load(name).AssemblyName)];
        return [.. Directory.EnumerateFiles(output).Where(path => Path.GetExtension(path) is ".dll" or ".exe" && own.Contains(Path.GetFileNameWithoutExtension(path))).Order(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string> CodeOf(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        return [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).SelectMany(LinesOf)];
    }

    private static IEnumerable<string> LinesOf(MethodDefinition method)
    {
        yield return $"{method.FullName}: {string.Join(", ", method.Body.Variables.Select(local => local.VariableType.FullName))}";
        foreach (Instruction instruction in method.Body.Instructions)
        {
            yield return instruction.ToString();
        }
    }
}
