// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>The class with the counters that each rewritten assembly gets.</summary>
internal sealed class CounterClass
{
    public const string TypeName = "MeterCounters";
    public const string FieldName = "Values";
    public const string JournalName = "Journal";

    private readonly FieldDefinition _values;
    private readonly FieldDefinition _journal;
    private readonly MethodDefinition _add;
    private readonly MethodDefinition _enter;
    private readonly MethodDefinition _addArray;
    private readonly Instruction _size;

    public CounterClass(ModuleDefinition module)
    {
        TypeSystem types = module.TypeSystem;
        TypeDefinition type = new("", TypeName, TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, types.Object);
        _values = new FieldDefinition(FieldName, FieldAttributes.Public | FieldAttributes.Static, new ArrayType(types.Int64));
        type.Fields.Add(_values);
        _journal = new FieldDefinition(JournalName, FieldAttributes.Public | FieldAttributes.Static, new ArrayType(types.Int64));
        type.Fields.Add(_journal);

        const MethodAttributes Helper = MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig;
        MethodDefinition initializer = new(".cctor", MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, types.Void);
        _size = Instruction.Create(OpCodes.Ldc_I4, 0);
        Emit(initializer, _size, Instruction.Create(OpCodes.Newarr, types.Int64), Instruction.Create(OpCodes.Stsfld, _values), Instruction.Create(OpCodes.Ret));
        type.Methods.Add(initializer);

        // Values[index] += length
        _add = new MethodDefinition("Add", Helper, types.Void);
        _add.Parameters.Add(new ParameterDefinition(types.Int32));
        _add.Parameters.Add(new ParameterDefinition(types.Int32));
        Emit(_add,
            Instruction.Create(OpCodes.Ldsfld, _values), Instruction.Create(OpCodes.Ldarg_1), Instruction.Create(OpCodes.Ldelema, types.Int64),
            Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldind_I8), Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Conv_I8),
            Instruction.Create(OpCodes.Add), Instruction.Create(OpCodes.Stind_I8), Instruction.Create(OpCodes.Ret));
        type.Methods.Add(_add);

        // Values[index] += 1; if (Journal != null) Journal[++Journal[0]] = number
        _enter = new MethodDefinition("Enter", Helper, types.Void);
        _enter.Parameters.Add(new ParameterDefinition(types.Int32));
        _enter.Parameters.Add(new ParameterDefinition(types.Int32));
        Instruction end = Instruction.Create(OpCodes.Ret);
        Emit(_enter,
            Instruction.Create(OpCodes.Ldc_I4_1), Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Call, _add),
            Instruction.Create(OpCodes.Ldsfld, _journal), Instruction.Create(OpCodes.Brfalse, end),
            Instruction.Create(OpCodes.Ldsfld, _journal), Instruction.Create(OpCodes.Ldc_I4_0), Instruction.Create(OpCodes.Ldelema, types.Int64),
            Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldind_I8), Instruction.Create(OpCodes.Ldc_I4_1), Instruction.Create(OpCodes.Conv_I8),
            Instruction.Create(OpCodes.Add), Instruction.Create(OpCodes.Stind_I8),
            Instruction.Create(OpCodes.Ldsfld, _journal), Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldc_I4_0), Instruction.Create(OpCodes.Ldelem_I8),
            Instruction.Create(OpCodes.Conv_I4), Instruction.Create(OpCodes.Ldarg_1), Instruction.Create(OpCodes.Conv_I8), Instruction.Create(OpCodes.Stelem_I8), end);
        type.Methods.Add(_enter);

        // Values[index] += (20 + length * elementSize + 11) / 12 * 12, as DeviceMemory.ArraySize has it
        _addArray = new MethodDefinition("AddArray", Helper, types.Void);
        _addArray.Parameters.Add(new ParameterDefinition(types.Int32));
        _addArray.Parameters.Add(new ParameterDefinition(types.Int32));
        _addArray.Parameters.Add(new ParameterDefinition(types.Int32));
        Emit(_addArray,
            Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldarg_1), Instruction.Create(OpCodes.Mul), Instruction.Create(OpCodes.Ldc_I4, 31),
            Instruction.Create(OpCodes.Add), Instruction.Create(OpCodes.Ldc_I4, 12), Instruction.Create(OpCodes.Div), Instruction.Create(OpCodes.Ldc_I4, 12),
            Instruction.Create(OpCodes.Mul), Instruction.Create(OpCodes.Ldarg_2), Instruction.Create(OpCodes.Call, _add), Instruction.Create(OpCodes.Ret));
        type.Methods.Add(_addArray);
        module.Types.Add(type);
    }

    /// <summary>Tells how many counters there are.</summary>
    public void SetSize(int count)
    {
        _size.Operand = count;
    }

    /// <summary>Adds one to a counter, and touches neither stack nor locals.</summary>
    public IReadOnlyList<Instruction> Increment(int index)
    {
        return
        [
            Instruction.Create(OpCodes.Ldc_I4_1),
            Instruction.Create(OpCodes.Ldc_I4, index),
            Instruction.Create(OpCodes.Call, _add),
        ];
    }

    /// <summary>Adds one to the counter of a method's entries, and writes the method's number into the journal if one is kept.</summary>
    public IReadOnlyList<Instruction> Enter(int index, int number)
    {
        return
        [
            Instruction.Create(OpCodes.Ldc_I4, index),
            Instruction.Create(OpCodes.Ldc_I4, number),
            Instruction.Create(OpCodes.Call, _enter),
        ];
    }

    /// <summary>Adds the length on the stack, which stays there.</summary>
    public IReadOnlyList<Instruction> AddLength(int index)
    {
        return [Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldc_I4, index), Instruction.Create(OpCodes.Call, _add)];
    }

    /// <summary>Adds the size of an array whose length is on the stack and stays there.</summary>
    public IReadOnlyList<Instruction> AddArraySize(int elementSize, int index)
    {
        return
        [
            Instruction.Create(OpCodes.Dup),
            Instruction.Create(OpCodes.Ldc_I4, elementSize),
            Instruction.Create(OpCodes.Ldc_I4, index),
            Instruction.Create(OpCodes.Call, _addArray),
        ];
    }

    private static void Emit(MethodDefinition method, params ReadOnlySpan<Instruction> instructions)
    {
        foreach (Instruction instruction in instructions)
        {
            method.Body.Instructions.Add(instruction);
        }
    }
}
