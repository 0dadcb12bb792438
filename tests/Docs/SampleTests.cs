// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tests.Architecture;
using NanoTcp.Tests.Interop;

namespace NanoTcp.Tests.Docs;

/// <summary>The example projects with tests of their own.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class SampleTests
{
    [Fact]
    public void The_tests_of_the_line_protocol_pass()
    {
        string project = Repository.Path("tests", "Samples", "LineProtocol", "Client.Tests");
        using RunningProgram tests = RunningProgram.Start(HostSimProgram.Dotnet, ["run", "--project", project, "-c", Repository.Configuration]);

        Assert.Contains("Failed: 0", tests.Wait().Succeeded().Text, StringComparison.Ordinal);
    }
}
