// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>The checks work: in an assembly with one violation of each kind they find exactly that one.</summary>
public sealed class FixtureTests
{
    private static readonly DeviceCode s_fixture = new(Repository.Path("tests", "Architecture", "Fixture", "bin", Repository.Configuration, "Fixture.dll"));

    [Theory]
    [InlineData("GenericType`1", nameof(IlRule.Generic))]
    [InlineData("GenericMethod", nameof(IlRule.Generic))]
    [InlineData("GenericUse", nameof(IlRule.Generic))]
    [InlineData("GenericField", nameof(IlRule.Generic))]
    [InlineData("GenericParameter", nameof(IlRule.Generic))]
    [InlineData("GenericResult", nameof(IlRule.Generic))]
    [InlineData("GenericLambda", nameof(IlRule.Generic))]
    [InlineData("MultiDimensionalArray", nameof(IlRule.MultiDimensionalArray))]
    [InlineData("DefaultInterfaceMethod", nameof(IlRule.DefaultInterfaceMethod))]
    [InlineData("StackAllocation", nameof(IlRule.MissingOpcode))]
    [InlineData("Fixed", nameof(IlRule.Pointer))]
    [InlineData("FunctionPointer", nameof(IlRule.MissingOpcode), nameof(IlRule.Pointer))]
    [InlineData("Checked", nameof(IlRule.Checked))]
    [InlineData("EnumText", nameof(IlRule.EnumText))]
    [InlineData("EnumInText", nameof(IlRule.EnumText))]
    [InlineData("NumberOfAnEnum")]
    [InlineData("Conditional", nameof(IlRule.Conditional))]
    [InlineData("NulInALiteral", nameof(IlRule.NulInText))]
    [InlineData("NulInAConstant", nameof(IlRule.NulInText))]
    [InlineData("NulInADefault", nameof(IlRule.NulInText))]
    [InlineData("NulElsewhere")]
    [InlineData("DuplicatedStruct", nameof(IlRule.DuplicatedStruct))]
    [InlineData("Base")]
    [InlineData("HiddenVirtual", nameof(IlRule.HiddenVirtual))]
    [InlineData("Table")]
    [InlineData("StaticOfAnotherType", nameof(IlRule.StaticOfAnotherType))]
    [InlineData("StaticBehindACall", nameof(IlRule.StaticOfAnotherType))]
    public void What_the_device_refuses_is_found(string type, params string[] rules)
    {
        TypeDefinition tried = s_fixture.Types.Single(definition => definition.FullName == $"Refused.{type}");
        HashSet<string> names = [tried.FullName, .. tried.Methods.Select(method => method.FullName)];

        IEnumerable<IlViolation> found = RefusedCode.Find(s_fixture).Concat(StaticOrder.Find(s_fixture)).Where(violation => names.Contains(violation.Where));

        Assert.Equal(rules.Order(), found.Select(violation => violation.Rule.ToString()).Distinct().Order());
    }

    [Theory]
    [InlineData("Shifted")]
    [InlineData("Divided")]
    [InlineData("Remainder")]
    [InlineData("Widened")]
    [InlineData("MadeAFraction")]
    [InlineData("ThroughArithmetic")]
    [InlineData("DifferenceOfWidened")]
    [InlineData("FromAField")]
    [InlineData("FromAnArray")]
    [InlineData("FromAnEnum")]
    [InlineData("FromOneBranch")]
    [InlineData("ThroughAnArgument")]
    [InlineData("AssignedToAnArgument")]
    [InlineData("ThroughAResult")]
    [InlineData("ThroughAnOverride")]
    [InlineData("StoredByReference")]
    [InlineData("ThroughALocalThatIsNone")]
    public void A_signed_value_in_an_unsigned_cell_is_found_where_that_matters(string type)
    {
        Assert.Equal(nameof(IlRule.UnsignedCell), Assert.Single(UnsignedCells(type)).Rule.ToString());
    }

    [Theory]
    [InlineData("ThroughALocal")]
    [InlineData("ThroughAFieldAndAnArray")]
    [InlineData("ThroughAConversion")]
    [InlineData("ShiftedUnsigned")]
    [InlineData("Compared")]
    [InlineData("SignedByReference")]
    [InlineData("SmallArrays")]
    public void A_signed_value_in_a_signed_cell_is_left_alone(string type)
    {
        Assert.Equal([], UnsignedCells(type));
    }

    [Theory]
    [InlineData("NewObject", nameof(IlRule.NewObject))]
    [InlineData("NewArray", nameof(IlRule.NewArray))]
    [InlineData("Box", nameof(IlRule.Box))]
    [InlineData("StringLiteral", nameof(IlRule.StringLiteral))]
    [InlineData("StructLocal", nameof(IlRule.StructLocal))]
    [InlineData("StructParameter", nameof(IlRule.StructByValue))]
    [InlineData("StructElement", nameof(IlRule.StructByValue))]
    [InlineData("DelegateCreation", nameof(IlRule.Delegate), nameof(IlRule.NewObject))]
    [InlineData("DelegateCall", nameof(IlRule.Delegate))]
    [InlineData("ForeignCall", nameof(IlRule.ForeignCall))]
    [InlineData("BehindAVirtualCall", nameof(IlRule.NewArray))]
    [InlineData("BehindAnInterface", nameof(IlRule.NewArray))]
    [InlineData("ThrowingInline", nameof(IlRule.NewObject))]
    [InlineData("Harmless")]
    public void What_allocates_is_found(string type, params string[] rules)
    {
        TypeDefinition tried = s_fixture.Types.Single(definition => definition.FullName == $"Allocating.{type}");

        IEnumerable<IlViolation> found = new DataPath(s_fixture).Follow(tried.Methods.Single(method => method.Name == "Run"));

        Assert.Equal(rules.Order(), found.Select(violation => violation.Rule.ToString()).Distinct().Order());
    }

    [Theory]
    [InlineData(255, 0, 0)]
    [InlineData(256, 0, 0)]
    [InlineData(0, 255, 0)]
    [InlineData(0, 256, 0)]
    [InlineData(0, 0, 255)]
    [InlineData(0, 0, 256)]
    public void More_methods_than_fit_are_found(int statics, int virtuals, int instances)
    {
        (ModuleDefinition module, TypeDefinition type) = MakeType();
        AddMethods(type, statics, MethodAttributes.Static);
        AddMethods(type, virtuals, MethodAttributes.Virtual);
        AddMethods(type, instances, default);

        Assert.Equal(Math.Max(statics, Math.Max(virtuals, instances)) > 255 ? 1 : 0, Limits.Find(module).Count());
    }

    [Theory]
    [InlineData(255, 255, 255, 0)]
    [InlineData(256, 0, 0, 1)]
    [InlineData(0, 256, 0, 1)]
    [InlineData(0, 0, 256, 1)]
    public void A_method_with_too_many_slots_is_found(int arguments, int locals, int stack, int violations)
    {
        (ModuleDefinition module, TypeDefinition type) = MakeType();
        MethodDefinition method = AddMethods(type, 1, MethodAttributes.Static);
        method.Body.MaxStackSize = stack;
        for (int i = 0; i < arguments; i++)
        {
            method.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
        }

        for (int i = 0; i < locals; i++)
        {
            method.Body.Variables.Add(new VariableDefinition(module.TypeSystem.Int32));
        }

        Assert.Equal(violations, Limits.Find(module).Count());
    }

    [Theory]
    [InlineData(255, 255, 0)]
    [InlineData(256, 0, 1)]
    [InlineData(0, 256, 1)]
    public void More_fields_than_fit_are_found(int statics, int instances, int violations)
    {
        (ModuleDefinition module, TypeDefinition type) = MakeType();
        for (int i = 0; i < statics + instances; i++)
        {
            type.Fields.Add(new FieldDefinition($"F{i}", i < statics ? FieldAttributes.Static : default, module.TypeSystem.Int32));
        }

        Assert.Equal(violations, Limits.Find(module).Count());
    }

    [Theory]
    [InlineData(255, 0)]
    [InlineData(256, 1)]
    public void A_switch_of_too_many_cases_is_found(int cases, int violations)
    {
        (ModuleDefinition module, TypeDefinition type) = MakeType();
        MethodBody body = AddMethods(type, 1, MethodAttributes.Static).Body;
        body.GetILProcessor().InsertBefore(body.Instructions[0], Instruction.Create(OpCodes.Switch, [.. Enumerable.Repeat(body.Instructions[0], cases)]));

        Assert.Equal(violations, Limits.Find(module).Count());
    }

    [Theory]
    [InlineData("System.Net", 1)]
    [InlineData("mscorlib", 1)]
    [InlineData("nanoFramework.System.Text", 1)]
    [InlineData("NanoTcp", 0)]
    public void The_name_of_an_assembly_of_the_firmwares_is_found(string name, int violations)
    {
        using ModuleDefinition module = ModuleDefinition.CreateModule($"{name}.dll", ModuleKind.Dll);

        Assert.Equal(violations, Limits.Find(module).Count(violation => violation.Rule == IlRule.NativeName));
    }

    [Fact]
    public void Too_much_text_is_found()
    {
        (ModuleDefinition module, TypeDefinition type) = MakeType();
        MethodDefinition method = AddMethods(type, 1, MethodAttributes.Static);
        Assert.Equal([], Limits.Find(module));

        method.Body.GetILProcessor().Emit(OpCodes.Ldstr, new string('x', 64 * 1024));

        Assert.Contains("text", Assert.Single(Limits.Find(module)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_much_code_is_found()
    {
        (ModuleDefinition module, TypeDefinition type) = MakeType();
        ILProcessor processor = AddMethods(type, 1, MethodAttributes.Static).Body.GetILProcessor();
        for (int i = 0; i < 64 * 1024; i++)
        {
            processor.Emit(OpCodes.Nop);
        }

        using MemoryStream written = new();
        module.Write(written);
        written.Position = 0;

        IEnumerable<IlViolation> found = Limits.Find(ModuleDefinition.ReadModule(written));

        // The assembly's, and the method's.
        Assert.All(found, violation => Assert.Contains("bytes of code", violation.What, StringComparison.Ordinal));
        Assert.Equal(2, found.Count());
    }

    private static IEnumerable<IlViolation> UnsignedCells(string type)
    {
        TypeDefinition tried = s_fixture.Types.Single(definition => definition.FullName == $"Unsigned.{type}");
        HashSet<string> names = [.. tried.Methods.Select(method => method.FullName)];
        return Signedness.Find(s_fixture).Where(violation => names.Contains(violation.Where));
    }

    private static (ModuleDefinition Module, TypeDefinition Type) MakeType()
    {
        ModuleDefinition module = ModuleDefinition.CreateModule("Made", ModuleKind.Dll);
        TypeDefinition type = new("Made", "Type", TypeAttributes.Class, module.TypeSystem.Object);
        module.Types.Add(type);
        return (module, type);
    }

    private static MethodDefinition AddMethods(TypeDefinition type, int count, MethodAttributes attributes)
    {
        MethodDefinition method = new("", attributes, type.Module.TypeSystem.Void);
        for (int i = 0; i < count; i++)
        {
            method = new MethodDefinition($"M{i}", attributes, type.Module.TypeSystem.Void);
            method.Body.GetILProcessor().Emit(OpCodes.Ret);
            type.Methods.Add(method);
        }

        return method;
    }
}
