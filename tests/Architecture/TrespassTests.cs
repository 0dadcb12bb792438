// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Architecture;

/// <summary>The stack's .nfproj does not compile when a line reaches outside nanoFramework's API. Tried on a copy of the stack.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class TrespassTests : IDisposable
{
    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("nanotcp-trespass-");

    [Theory]
    [InlineData("return value;", null)]
    [InlineData("return new System.Collections.Generic.List<int>(value).Count;", "error CS0234")]
    [InlineData("System.Buffer.BlockCopy(new byte[1], 0, new byte[1], 0, value); return value;", "error CS0234")]
    public async Task A_line_outside_the_API_breaks_the_build(string line, string? error)
    {
        string project = CopyStack($$"""
            namespace NanoTcp.Wire
            {
                internal static class Trespass
                {
                    internal static int Line(int value)
                    {
                        {{line}}
                    }
                }
            }
            """);

        BuildResult build = await MSBuild.RunAsync(project, $"-property:NanoFrameworkProjectSystemPath={Repository.Path("host-sim", "nanoFramework")}/");

        Assert.Equal(error is null, build.Succeeded);
        if (error is not null)
        {
            Assert.Contains($"Trespass.cs(7,", build.Output, StringComparison.Ordinal);
            Assert.Contains(error, build.Output, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _copy.Delete(recursive: true);
    }

    private string CopyStack(string trespass)
    {
        NanoFrameworkProject stack = NanoFrameworkProject.Load("stack/NanoTcp/NanoTcp.nfproj");
        foreach (string item in stack.CompileItems)
        {
            string target = Path.Combine(_copy.FullName, item);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(stack.Folder, item), target);
        }

        File.WriteAllText(Path.Combine(_copy.FullName, "Trespass.cs"), trespass);
        string project = Path.Combine(_copy.FullName, "NanoTcp.nfproj");
        string text = File.ReadAllText(stack.Path);
        File.WriteAllText(project, text.Replace("""<Compile Include="Properties""", """<Compile Include="Trespass.cs" /><Compile Include="Properties""", StringComparison.Ordinal));
        return project;
    }
}
