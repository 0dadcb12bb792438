// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>nanoFramework's interpreter can load and run the assemblies of the .nfproj files.</summary>
public sealed class DeviceCodeTests
{
    [Fact]
    public void Nothing_is_used_that_the_interpreter_refuses_or_runs_wrongly()
    {
        Assert.Equal([], RefusedCode.Find(DeviceCode.OfRepository));
    }

    [Fact]
    public void No_static_initialiser_needs_another_one()
    {
        Assert.Equal([], StaticOrder.Find(DeviceCode.OfRepository));
    }

    [Fact]
    public void No_signed_value_is_taken_for_an_unsigned_one()
    {
        Assert.Equal([], Signedness.Find(DeviceCode.OfRepository));
    }

    [Fact]
    public void Everything_fits_the_tables_of_the_interpreter()
    {
        foreach (ModuleDefinition module in DeviceCode.OfRepository.Modules)
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"{module.Name}: {Limits.CodeSize(module)} bytes of code, {Limits.TextSize(module)} bytes of text");
        }

        Assert.Equal([], DeviceCode.OfRepository.Modules.SelectMany(Limits.Find));
    }
}
