// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>Finds code that compiles, but does not load or behaves differently on the device.</summary>
internal static class RefusedCode
{
    private static readonly HashSet<Code> s_missing =
    [
        Code.Localloc, Code.Cpblk, Code.Initblk, Code.Calli, Code.Jmp, Code.Arglist, Code.Ckfinite, Code.Mkrefany, Code.Refanytype, Code.Refanyval, Code.Readonly,
    ];

    public static IEnumerable<IlViolation> Find(DeviceCode code)
    {
        return code.Types.SelectMany(type => OfType(type).Concat(type.Methods.SelectMany(OfMethod)));
    }

    /// <summary>Whether the interpreter cannot parse a method, so that nothing else about it matters.</summary>
    public static bool HasMissingOpcode(MethodDefinition method)
    {
        return method.HasBody && method.Body.Instructions.Any(instruction => s_missing.Contains(instruction.OpCode.Code));
    }

    private static IEnumerable<IlViolation> OfType(TypeDefinition type)
    {
        if (type.HasGenericParameters)
        {
            yield return new IlViolation(IlRule.Generic, type.FullName, "is generic");
        }

        foreach (FieldDefinition field in type.Fields.Where(field => field.HasConstant && HasNul(field.Constant)))
        {
            yield return new IlViolation(IlRule.NulInText, type.FullName, $"the constant {field.Name}");
        }

        IEnumerable<TypeReference> named = type.Interfaces.Select(implementation => implementation.InterfaceType)
            .Concat(type.Fields.Select(field => field.FieldType));
        foreach (IlViolation violation in OfTypes(type.FullName, type.BaseType is null ? named : named.Append(type.BaseType)))
        {
            yield return violation;
        }
    }

    private static IEnumerable<IlViolation> OfMethod(MethodDefinition method)
    {
        string where = method.FullName;
        if (method.HasGenericParameters)
        {
            yield return new IlViolation(IlRule.Generic, where, "is generic");
        }

        if (method.DeclaringType.IsInterface && method.HasBody)
        {
            yield return new IlViolation(IlRule.DefaultInterfaceMethod, where, "an interface has no code");
        }

        if (!method.IsStatic && !method.IsConstructor && !(method.IsVirtual && !method.IsNewSlot)
            && method.DeclaringType.Bases().SelectMany(type => type.Methods).FirstOrDefault(other => other.IsVirtual && other.HasSignatureOf(method)) is { } hidden)
        {
            yield return new IlViolation(IlRule.HiddenVirtual, where, $"overrides {hidden.FullName} although it is new");
        }

        foreach (ParameterDefinition parameter in method.Parameters.Where(parameter => parameter.HasConstant && HasNul(parameter.Constant)))
        {
            yield return new IlViolation(IlRule.NulInText, where, $"the default of {parameter.Name}");
        }

        IEnumerable<TypeReference> named = method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);
        if (method.HasBody)
        {
            named = named.Concat(method.Body.Variables.Select(variable => variable.VariableType))
                .Concat(method.Body.Instructions.SelectMany(instruction => TypesOf(instruction.Operand)));
        }

        IEnumerable<IlViolation> found = OfTypes(where, named);
        foreach (IlViolation violation in method.HasBody ? found.Concat(method.Body.Instructions.SelectMany(instruction => OfInstruction(where, instruction))) : found)
        {
            yield return violation;
        }
    }

    private static IEnumerable<IlViolation> OfInstruction(string where, Instruction instruction)
    {
        if (s_missing.Contains(instruction.OpCode.Code))
        {
            yield return new IlViolation(IlRule.MissingOpcode, where, instruction.ToString());
        }

        if (HasNul(instruction.Operand))
        {
            yield return new IlViolation(IlRule.NulInText, where, $"ldstr at IL_{instruction.Offset:X4}");
        }

        // Its ToString gives the number. Who returns it as an object makes no text of it.
        if (instruction.OpCode.Code is Code.Box or Code.Constrained && instruction.Next?.OpCode.Code != Code.Ret
            && ((TypeReference)instruction.Operand).Resolve() is { IsEnum: true } @enum)
        {
            yield return new IlViolation(IlRule.EnumText, where, $"{instruction.OpCode.Name} {@enum.FullName}");
        }

        // A Release build drops the call, and the effects of its arguments.
        if (instruction.Operand is MethodReference { DeclaringType.FullName: "System.Diagnostics.Debug" } debug)
        {
            yield return new IlViolation(IlRule.Conditional, where, debug.FullName);
        }

        // The interpreter treats them as the unchecked instructions.
        if (instruction.OpCode.Name.Contains(".ovf", StringComparison.Ordinal))
        {
            yield return new IlViolation(IlRule.Checked, where, instruction.ToString());
        }

        // The copy would be the original.
        if (instruction.OpCode.Code == Code.Dup && instruction.Previous is { } previous && Pushed(previous) is { } type && type.IsHeapStruct())
        {
            yield return new IlViolation(IlRule.DuplicatedStruct, where, $"dup on {type.FullName}");
        }

        if (instruction.Operand is GenericInstanceMethod generic)
        {
            yield return new IlViolation(IlRule.Generic, where, $"calls {generic.FullName}");
        }
    }

    // The device's strings end at their first NUL, also those of the metadata.
    private static bool HasNul(object? literal)
    {
        return literal is string text && text.Contains('\0');
    }

    private static IEnumerable<IlViolation> OfTypes(string where, IEnumerable<TypeReference> types)
    {
        foreach (TypeReference type in types.SelectMany(type => type.Parts()))
        {
            IlRule? rule = type switch
            {
                GenericInstanceType => IlRule.Generic,
                ArrayType { Rank: > 1 } => IlRule.MultiDimensionalArray,
                PointerType or PinnedType or FunctionPointerType => IlRule.Pointer,
                _ => null,
            };
            if (rule is not null)
            {
                yield return new IlViolation(rule.Value, where, type.FullName);
            }
        }
    }

    private static IEnumerable<TypeReference> TypesOf(object? operand)
    {
        return operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            MethodReference method => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.DeclaringType).Append(method.ReturnType),
            _ => [],
        };
    }

    private static TypeReference? Pushed(Instruction instruction)
    {
        return instruction.Operand switch
        {
            FieldReference field when instruction.OpCode.Code is Code.Ldfld or Code.Ldsfld => field.FieldType,
            MethodReference method when instruction.OpCode.Code == Code.Newobj => method.DeclaringType,
            MethodReference method when instruction.OpCode.Code is Code.Call or Code.Callvirt => method.ReturnType,
            VariableDefinition variable when instruction.OpCode.Code is Code.Ldloc or Code.Ldloc_S => variable.VariableType,
            ParameterDefinition parameter when instruction.OpCode.Code is Code.Ldarg or Code.Ldarg_S => parameter.ParameterType,
            TypeReference type when instruction.OpCode.Code is Code.Ldobj or Code.Ldelem_Any or Code.Unbox_Any => type,
            _ => null,
        };
    }
}
