// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoTcp.Measure.Memory;

namespace NanoTcp.Tests.HostSim.Measure.Memory;

/// <summary>Counted by hand on assemblies that Mono.Cecil makes here.</summary>
public sealed class StoredCodeTests : IDisposable
{
    private const int Header = 124;

    private readonly AssemblyDefinition _assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Made", new Version(1, 0)), "Made", ModuleKind.Dll);

    private ModuleDefinition Module => _assembly.MainModule;

    [Fact]
    public void An_empty_assembly_is_a_header()
    {
        Assert.Equal(Header, Measure().Total);
    }

    [Fact]
    public void A_type_is_a_record_and_its_names_and_the_references_that_it_needs()
    {
        AddType("Some.Space", "Thing");
        StoredCode code = Measure();
        CodePart part = Assert.Single(code.Parts);
        Assert.Equal(24, part.Records);
        Assert.Equal("Some.Space".Length + 1 + "Thing".Length + 1, part.Strings);
        Assert.Equal(Header + 12 + 8, code.Shared);
    }

    [Fact]
    public void A_field_is_a_record_a_name_and_a_signature_that_equal_ones_share_and_a_constant_is_nothing()
    {
        TypeDefinition type = AddType("N", "T");
        type.Fields.Add(new FieldDefinition("one", FieldAttributes.Private, Module.TypeSystem.Int32));
        type.Fields.Add(new FieldDefinition("two", FieldAttributes.Private, Module.TypeSystem.Int32));
        type.Fields.Add(new FieldDefinition("three", FieldAttributes.Private, new ArrayType(Module.TypeSystem.Int32)));
        type.Fields.Add(new FieldDefinition("four", FieldAttributes.Static | FieldAttributes.Literal | FieldAttributes.HasDefault, Module.TypeSystem.Int32) { Constant = 4 });
        CodePart part = Assert.Single(Measure().Parts);
        Assert.Equal(24 + 3 * 8, part.Records);
        Assert.Equal(2 + 3, part.Signatures);
        Assert.Equal(2 + 2 + 4 + 4 + 6, part.Strings);
    }

    [Fact]
    public void A_method_is_a_record_a_name_a_signature_with_its_parameters_and_one_of_its_locals()
    {
        MethodDefinition method = AddMethod("Do");
        method.Parameters.Add(new ParameterDefinition(Module.TypeSystem.Int32));
        method.Body.Variables.Add(new VariableDefinition(Module.TypeSystem.Int64));
        method.Body.Variables.Add(new VariableDefinition(Module.TypeSystem.Byte));
        method.Body.GetILProcessor().Emit(OpCodes.Ret);
        CodePart part = Assert.Single(Measure().Parts);
        Assert.Equal(24 + 16, part.Records);
        Assert.Equal(4 + 2, part.Signatures);
        Assert.Equal(2 + 2 + 3, part.Strings);
        Assert.Equal(1, part.Code);
    }

    [Fact]
    public void Tokens_strings_and_long_branches_take_2_bytes_and_numbers_what_they_take_everywhere()
    {
        MethodDefinition method = AddMethod("Do");
        ILProcessor il = method.Body.GetILProcessor();
        Instruction end = il.Create(OpCodes.Ret);
        il.Emit(OpCodes.Ldstr, "text");        // 1 + 2
        il.Emit(OpCodes.Pop);                  // 1
        il.Emit(OpCodes.Call, method);         // 1 + 2
        il.Emit(OpCodes.Ldc_I4, 100_000);      // 1 + 4
        il.Emit(OpCodes.Ldc_I4_S, (sbyte)100); // 1 + 1
        il.Emit(OpCodes.Ceq);                  // 2
        il.Emit(OpCodes.Brtrue, end);          // 1 + 2
        il.Emit(OpCodes.Br_S, end);            // 1 + 1
        il.Append(end);                        // 1
        CodePart part = Assert.Single(Measure().Parts);
        Assert.Equal(3 + 1 + 3 + 5 + 2 + 2 + 3 + 2 + 1, part.Code);
        Assert.Equal(2 + 2 + 3 + 5, part.Strings);
    }

    [Fact]
    public void A_switch_has_a_count_of_one_byte_and_targets_of_two()
    {
        MethodDefinition method = AddMethod("Do");
        ILProcessor il = method.Body.GetILProcessor();
        Instruction end = il.Create(OpCodes.Ret);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Switch, [end, end, end]);
        il.Append(end);
        Assert.Equal(1 + (1 + 1 + 3 * 2) + 1, Assert.Single(Measure().Parts).Code);
    }

    [Fact]
    public void An_exception_handler_takes_12_bytes_and_their_number_one()
    {
        MethodDefinition method = AddMethod("Do");
        ILProcessor il = method.Body.GetILProcessor();
        Instruction start = il.Create(OpCodes.Nop);
        Instruction handler = il.Create(OpCodes.Endfinally);
        Instruction end = il.Create(OpCodes.Ret);
        il.Append(start);
        il.Append(il.Create(OpCodes.Leave_S, end));
        il.Append(handler);
        il.Append(end);
        method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally) { TryStart = start, TryEnd = handler, HandlerStart = handler, HandlerEnd = end });
        Assert.Equal(1 + 2 + 1 + 1 + 12 + 1, Assert.Single(Measure().Parts).Code);
    }

    public void Dispose()
    {
        _assembly.Dispose();
    }

    private TypeDefinition AddType(string space, string name)
    {
        TypeDefinition type = new(space, name, TypeAttributes.Class, Module.TypeSystem.Object);
        Module.Types.Add(type);
        return type;
    }

    private MethodDefinition AddMethod(string name)
    {
        MethodDefinition method = new(name, MethodAttributes.Static, Module.TypeSystem.Void);
        AddType("N", "T").Methods.Add(method);
        return method;
    }

    private StoredCode Measure()
    {
        string path = Path.GetTempFileName();
        try
        {
            _assembly.Write(path);
            return StoredCode.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
