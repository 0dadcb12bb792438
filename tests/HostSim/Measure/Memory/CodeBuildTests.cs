// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Memory;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.HostSim.Measure.Memory;

/// <summary>Whose code <c>host-sim memory --code</c> measures.</summary>
public sealed class CodeBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanotcp-").FullName;

    [Fact]
    public void In_a_working_copy_it_is_the_device_s()
    {
        CodeBuild build = CodeBuild.Find(Repository.Path("host-sim", "bin", Repository.Configuration, "net10.0"));
        Assert.True(build.IsDevice);
        Assert.Equal(Repository.Path("stack", "NanoTcp", "bin", Repository.Configuration, "NanoTcp.dll"), build.Locate("NanoTcp"));
        Assert.All(CodeBuild.Assemblies, assembly => Assert.True(File.Exists(build.Locate(assembly))));
        Assert.Contains("the device's build", build.Description);
    }

    [Fact]
    public void Where_the_device_s_has_not_been_built_it_is_the_desktop_s_and_the_report_says_so()
    {
        CodeBuild build = CodeBuild.Find(_folder);
        Assert.False(build.IsDevice);
        Assert.Equal(Path.Combine(_folder, "NanoTcp.dll"), build.Locate("NanoTcp"));
        Assert.Contains("the desktop's build", build.Description);
        Assert.Contains(CodeBuild.Command, build.Description);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }
}
