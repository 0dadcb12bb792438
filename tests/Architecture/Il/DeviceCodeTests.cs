// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

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
    public void A_program_for_the_device_that_sets_no_step_of_the_clock_gets_an_ESP32s()
    {
        TypeDefinition options = DeviceCode.OfRepository.Types.Single(type => type.Name == "StackOptions");
        Instruction store = options.Methods.Single(method => method.IsConstructor).Body.Instructions.Single(instruction => instruction.Operand is FieldReference { Name: "ClockStep" });
        Assert.Equal((OpCodes.Ldc_I4_S, (sbyte)10), (store.Previous.OpCode, store.Previous.Operand));
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
