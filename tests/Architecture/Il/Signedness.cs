// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>
/// Finds where the device's interpreter could take a signed value for an unsigned one. On the device each cell of the evaluation stack has a type,
/// and some operations use that type instead of their opcode. The cast <c>(int)someUint</c> makes no opcode, so the cell stays unsigned: as the left
/// operand of arithmetic, as an argument, and as a result. A local, a field and an array element keep their own type, whatever is stored. An integer
/// constant is signed, and so is what is smaller than 32 bits.
/// </summary>
/// <remarks>
/// Read in the interpreter: <c>Interpreter.cpp</c> and <c>CLR_RT_HeapBlock.cpp</c> (<c>NumericShr</c>, <c>NumericRem</c>, <c>Convert_Internal</c>,
/// <c>StoreToReference</c>, <c>Promote</c>), <c>CLR_RT_StackFrame.cpp</c> (arguments stay in the caller's cells). Arguments of delegates are not
/// followed.
/// </remarks>
internal sealed class Signedness
{
    private readonly DeviceCode _code;
    private readonly List<MethodDefinition> _methods;
    private readonly Dictionary<MethodDefinition, List<MethodDefinition>> _targets = [];

    // Whether the cell of an argument, or of the result, may be unsigned, as far as the search has come.
    private readonly HashSet<(MethodDefinition Method, int Argument)> _unsignedArguments = [];
    private readonly HashSet<MethodDefinition> _unsignedResults = [];

    private readonly List<IlViolation> _found = [];
    private bool _changed;

    private Signedness(DeviceCode code)
    {
        _code = code;
        _methods = [.. code.Types.SelectMany(type => type.Methods).Where(method => method.HasBody && !RefusedCode.HasMissingOpcode(method))];
    }

    public static IReadOnlyList<IlViolation> Find(DeviceCode code)
    {
        Signedness signedness = new(code);
        do
        {
            signedness._changed = false;
            signedness._found.Clear();
            signedness._methods.ForEach(signedness.Follow);
        }
        while (signedness._changed);

        return [.. signedness._found.Distinct()];
    }

    private void Follow(MethodDefinition method)
    {
        Dictionary<Instruction, Cell[]> known = [];
        Queue<Instruction> open = new();
        Reach(method.Body.Instructions[0], []);
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            Reach(handler.HandlerStart, handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter ? [default] : []);
            if (handler.FilterStart is { } filter)
            {
                Reach(filter, [default]);
            }
        }

        while (open.TryDequeue(out Instruction? instruction))
        {
            Stack<Cell> stack = new(known[instruction]);
            Execute(method, instruction, stack);
            Cell[] after = [.. stack.Reverse()];
            foreach (Instruction next in IlFlow.Successors(instruction))
            {
                Reach(next, instruction.OpCode.Code is Code.Leave or Code.Leave_S ? [] : after);
            }
        }

        void Reach(Instruction instruction, Cell[] stack)
        {
            if (!known.TryGetValue(instruction, out Cell[]? before))
            {
                known.Add(instruction, stack);
                open.Enqueue(instruction);
                return;
            }

            Cell[] merged = [.. before.Zip(stack, (one, other) => new Cell(one.Type ?? other.Type, one.IsUnsigned || other.IsUnsigned))];
            if (!merged.SequenceEqual(before))
            {
                known[instruction] = merged;
                open.Enqueue(instruction);
            }
        }
    }

    private void Execute(MethodDefinition method, Instruction instruction, Stack<Cell> stack)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Call or Code.Callvirt or Code.Newobj:
                Call(instruction, stack);
                return;
            case Code.Ret:
                if (stack.TryPop(out Cell result) && result.IsUnsigned && _unsignedResults.Add(method))
                {
                    _changed = true;
                }

                return;
            case Code.Dup:
                stack.Push(stack.Peek());
                return;
            case Code.Neg or Code.Not or Code.Nop:
                return;
        }

        Cell[] popped = [.. Enumerable.Range(0, IlFlow.Pops(instruction)).Select(_ => stack.Pop()).Reverse()];
        Judge(method, instruction, popped);
        if (IlFlow.Pushes(instruction) > 0)
        {
            stack.Push(Pushed(method, instruction, popped));
        }
    }

    private void Judge(MethodDefinition method, Instruction instruction, Cell[] popped)
    {
        bool wrong = instruction.OpCode.Code switch
        {
            // The sources of the interpreter divide by the opcode, but the check does not rely on that.
            Code.Shr or Code.Div or Code.Rem or Code.Conv_I8 or Code.Conv_R4 or Code.Conv_R8 => popped[0].IsUnsigned,

            // A store by reference gives the variable the type of the cell.
            Code.Stind_I4 or Code.Stind_I8 => popped[1].IsUnsigned && popped[0].Type is ByReferenceType { ElementType: var element } && !IsUnsigned(element),
            _ => false,
        };
        if (wrong)
        {
            _found.Add(new IlViolation(IlRule.UnsignedCell, method.FullName, instruction.ToString()));
        }
    }

    private Cell Pushed(MethodDefinition method, Instruction instruction, Cell[] popped)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldarg_0 or Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3:
                return Argument(method, instruction.OpCode.Code - Code.Ldarg_0);
            case Code.Ldarg or Code.Ldarg_S:
                return Argument(method, ((ParameterDefinition)instruction.Operand).Index + (method.HasThis ? 1 : 0));
            case Code.Ldarga or Code.Ldarga_S:
                return new Cell(new ByReferenceType(((ParameterDefinition)instruction.Operand).ParameterType));
            case Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3:
                return Of(method.Body.Variables[instruction.OpCode.Code - Code.Ldloc_0].VariableType);
            case Code.Ldloc or Code.Ldloc_S:
                return Of(((VariableDefinition)instruction.Operand).VariableType);
            case Code.Ldloca or Code.Ldloca_S:
                return new Cell(new ByReferenceType(((VariableDefinition)instruction.Operand).VariableType));
            case Code.Ldfld or Code.Ldsfld:
                return Of(((FieldReference)instruction.Operand).FieldType);
            case Code.Ldflda or Code.Ldsflda:
                return new Cell(new ByReferenceType(((FieldReference)instruction.Operand).FieldType));
            case Code.Newarr:
                return new Cell(new ArrayType((TypeReference)instruction.Operand));
            case Code.Ldelema:
                return new Cell(new ByReferenceType((TypeReference)instruction.Operand));
            case Code.Castclass or Code.Isinst or Code.Unbox_Any or Code.Ldobj or Code.Ldelem_Any:
                return Of((TypeReference)instruction.Operand);
            case Code.Ldelem_Ref or Code.Ldind_Ref:
                return new Cell(Element(popped[0]));

            // One opcode for long and ulong.
            case Code.Ldelem_I8 or Code.Ldind_I8:
                return new Cell(null, Element(popped[0]) is not { } element || IsUnsigned(element));
            case Code.Ldelem_U4 or Code.Ldind_U4 or Code.Conv_U or Code.Conv_U4 or Code.Conv_U8 or Code.Ldlen:
                return new Cell(null, true);
            case Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un:
            case Code.And or Code.Or or Code.Xor or Code.Shl or Code.Shr or Code.Shr_Un:
                return new Cell(null, popped[0].IsUnsigned);
            default:
                return default;
        }
    }

    private void Call(Instruction instruction, Stack<Cell> stack)
    {
        MethodReference called = (MethodReference)instruction.Operand;
        bool isNew = instruction.OpCode.Code == Code.Newobj;
        IReadOnlyList<MethodDefinition> targets = Targets(instruction, called);
        for (int argument = called.Parameters.Count - 1; argument >= 0; argument--)
        {
            if (stack.Pop().IsUnsigned)
            {
                foreach (MethodDefinition target in targets)
                {
                    _changed |= _unsignedArguments.Add((target, argument + (called.HasThis ? 1 : 0)));
                }
            }
        }

        if (called.HasThis && !isNew)
        {
            stack.Pop();
        }

        if (isNew)
        {
            stack.Push(new Cell(called.DeclaringType));
        }
        else if (called.ReturnType.MetadataType != MetadataType.Void)
        {
            stack.Push(new Cell(called.ReturnType, IsUnsigned(called.ReturnType) || targets.Any(_unsignedResults.Contains)));
        }
    }

    private List<MethodDefinition> Targets(Instruction instruction, MethodReference called)
    {
        MethodDefinition? definition = called.Resolve();
        if (definition is null || !_code.Contains(definition))
        {
            return [];
        }

        if (!_targets.TryGetValue(definition, out List<MethodDefinition>? targets))
        {
            targets = [definition, .. _methods.Where(method => method.IsDispatchedFrom(definition))];
            _targets.Add(definition, targets);
        }

        return instruction.OpCode.Code == Code.Callvirt ? targets : [definition];
    }

    private Cell Argument(MethodDefinition method, int index)
    {
        int parameter = method.HasThis ? index - 1 : index;
        TypeReference type = parameter < 0 ? method.DeclaringType : method.Parameters[parameter].ParameterType;
        return new Cell(type, IsUnsigned(type) || _unsignedArguments.Contains((method, index)));
    }

    private static Cell Of(TypeReference type)
    {
        return new Cell(type, IsUnsigned(type));
    }

    private static TypeReference? Element(Cell holder)
    {
        return holder.Type is ArrayType or ByReferenceType ? ((TypeSpecification)holder.Type).ElementType : null;
    }

    private static bool IsUnsigned(TypeReference type)
    {
        return type.MetadataType switch
        {
            MetadataType.UInt32 or MetadataType.UInt64 or MetadataType.UIntPtr => true,
            MetadataType.RequiredModifier or MetadataType.OptionalModifier => IsUnsigned(((TypeSpecification)type).ElementType),
            MetadataType.ValueType when type.Resolve() is { IsEnum: true } @enum => IsUnsigned(@enum.Fields.Single(field => !field.IsStatic).FieldType),
            _ => false,
        };
    }

    /// <summary>A cell of the evaluation stack: its declared type, where known, and whether the interpreter may take it for unsigned.</summary>
    private readonly record struct Cell(TypeReference? Type, bool IsUnsigned = false);
}
