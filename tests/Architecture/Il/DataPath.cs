// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>
/// Follows the calls from a method, virtual calls into every override, and finds allocations on the device. A method that only throws is skipped,
/// because it ends the data path.
/// </summary>
internal sealed class DataPath(DeviceCode code)
{
    /// <summary>The call of any service looks the same, whatever its type. So it is not followed: each service is a root of its own.</summary>
    private const string Service = "NanoTcp.Host.NetworkService";

    private static readonly HashSet<Code> s_throwing =
    [
        Code.Nop, Code.Ldstr, Code.Ldnull, Code.Ldarg, Code.Ldarg_S, Code.Ldarg_0, Code.Ldarg_1, Code.Ldarg_2, Code.Ldarg_3, Code.Newobj, Code.Throw,
    ];

    private readonly Dictionary<MethodDefinition, MethodDefinition?> _callers = [];
    private readonly Queue<MethodDefinition> _open = new();

    /// <summary>The methods that were reached.</summary>
    public IEnumerable<MethodDefinition> Reached => _callers.Keys;

    public IReadOnlyList<IlViolation> Follow(params IEnumerable<MethodDefinition> roots)
    {
        foreach (MethodDefinition root in roots)
        {
            Reach(root, null);
        }

        List<IlViolation> found = [];
        while (_open.TryDequeue(out MethodDefinition? method))
        {
            if (method.HasBody && !OnlyThrows(method))
            {
                found.AddRange(OfSignature(method));
                found.AddRange(method.Body.Instructions.SelectMany(instruction => OfInstruction(method, instruction)));
            }
        }

        return found;
    }

    private static bool OnlyThrows(MethodDefinition method)
    {
        return method.Body.Instructions[^1].OpCode.Code == Code.Throw && method.Body.Instructions.All(instruction => s_throwing.Contains(instruction.OpCode.Code));
    }

    private IEnumerable<IlViolation> OfSignature(MethodDefinition method)
    {
        foreach (VariableDefinition variable in method.Body.Variables.Where(variable => variable.VariableType.IsHeapStruct() && !AllowedCalls.Permits(method, variable)))
        {
            yield return Violation(IlRule.StructLocal, method, variable.VariableType.FullName);
        }

        foreach (ParameterDefinition parameter in method.Parameters.Where(parameter => parameter.ParameterType.IsHeapStruct()))
        {
            yield return Violation(IlRule.StructByValue, method, $"parameter {parameter.Name}");
        }

        if (method.ReturnType.IsHeapStruct())
        {
            yield return Violation(IlRule.StructByValue, method, $"returns {method.ReturnType.FullName}");
        }
    }

    private IEnumerable<IlViolation> OfInstruction(MethodDefinition method, Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Newarr:
                return [Violation(IlRule.NewArray, method, instruction.ToString())];
            case Code.Box or Code.Constrained:
                return [Violation(IlRule.Box, method, instruction.ToString())];
            case Code.Ldstr:
                return [Violation(IlRule.StringLiteral, method, instruction.ToString())];
            case Code.Ldftn or Code.Ldvirtftn:
                return [Violation(IlRule.Delegate, method, instruction.ToString())];
            case Code.Ldfld or Code.Ldsfld when ((FieldReference)instruction.Operand).FieldType.IsHeapStruct():
            case Code.Ldobj or Code.Ldelem_Any or Code.Unbox_Any when ((TypeReference)instruction.Operand).IsHeapStruct():
                return [Violation(IlRule.StructByValue, method, instruction.ToString())];
            case Code.Newobj:
                return AllowedCalls.Permits(method, instruction) ? [] : [Violation(IlRule.NewObject, method, instruction.ToString())];
            case Code.Call or Code.Callvirt:
                return OfCall(method, instruction);
            default:
                return [];
        }
    }

    private IEnumerable<IlViolation> OfCall(MethodDefinition method, Instruction instruction)
    {
        MethodDefinition? called = ((MethodReference)instruction.Operand).Resolve();
        if (called is null || !code.Contains(called))
        {
            return AllowedCalls.Permits(method, instruction) ? [] : [Violation(IlRule.ForeignCall, method, instruction.ToString())];
        }

        if (called.DeclaringType.BaseType?.FullName == "System.MulticastDelegate")
        {
            return [Violation(IlRule.Delegate, method, instruction.ToString())];
        }

        Reach(called, method);
        if (instruction.OpCode.Code == Code.Callvirt && called.IsVirtual && called.DeclaringType.FullName != Service)
        {
            foreach (MethodDefinition target in code.Types.SelectMany(type => type.Methods).Where(other => other.IsDispatchedFrom(called)))
            {
                Reach(target, method);
            }
        }

        return [];
    }

    private void Reach(MethodDefinition method, MethodDefinition? caller)
    {
        if (_callers.TryAdd(method, caller))
        {
            _open.Enqueue(method);
        }
    }

    private IlViolation Violation(IlRule rule, MethodDefinition method, string what)
    {
        List<string> path = [];
        for (MethodDefinition? caller = _callers[method]; caller is not null; caller = _callers[caller])
        {
            path.Add($"{caller.DeclaringType.Name}.{caller.Name}");
        }

        return new IlViolation(rule, method.FullName, $"{what}; called by {string.Join(" < ", path)}");
    }
}
