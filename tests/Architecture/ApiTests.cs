// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using NanoTcp.Metering;

namespace NanoTcp.Tests.Architecture;

/// <summary>Code that compiles here also compiles against nanoFramework's packages, because no contract offers more than they do.</summary>
public sealed class ApiTests
{
    public static TheoryData<string> Contracts => [.. Directory.GetFiles(DeviceBuild.Contracts, "*.csproj", SearchOption.AllDirectories)
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void A_contract_declares_nothing_that_the_assembly_does_not_have(string name)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(DeviceBuild.NanoFramework(name));

        List<string> declared = [.. DocumentationId.OfApi(module, _ => true)];

        Assert.NotEmpty(declared);
        Assert.Equal([], declared.Except(NanoFrameworkApi.Of(name)));
    }

    [Fact]
    public void The_working_stand_in_offers_nothing_that_nanoFramework_does_not_have()
    {
        HashSet<string> listed = [.. Contracts.Select(row => row.Data).Append("mscorlib").SelectMany(NanoFrameworkApi.Of)];
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(System.Device.Spi.SpiDevice).Assembly.Location);

        List<string> offered = [.. DocumentationId.OfApi(module, type => !type.FullName.StartsWith("NanoTcp.", StringComparison.Ordinal))];

        Assert.NotEmpty(offered);
        Assert.Equal([], offered.Except(listed));
    }
}
