// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoTcp.Metering.Prices;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>Adds up what instructions cost on the device.</summary>
internal sealed class CostAnalysis(IReadOnlyCollection<string> deviceAssemblies)
{
    /// <summary>
    /// The cost of entering a method besides the call: its locals, with struct types on the heap. One that handles edges of a pin is called by the
    /// platform, whose way there counts too.
    /// </summary>
    public static BlockCost OfEntry(MethodBody body)
    {
        BlockCost cost = new() { Instructions = CallPrice.Locals(body.Variables.Count) };
        foreach (VariableDefinition local in body.Variables.Where(local => DeviceMemory.IsStruct(local.VariableType)))
        {
            cost.AllocateStruct(DeviceMemory.SizeOf(local.VariableType));
        }

        if (body.Method.Parameters is [_, { ParameterType.FullName: "System.Device.Gpio.PinValueChangedEventArgs" }])
        {
            cost.CallFramework(FrameworkPrice.Edge);
        }

        return cost;
    }

    /// <summary>The cost of executing all the instructions.</summary>
    public BlockCost OfBlock(IEnumerable<Instruction> instructions)
    {
        BlockCost cost = new();
        foreach (Instruction instruction in instructions)
        {
            cost.Ops++;
            Add(cost, instruction);
        }

        return cost;
    }

    /// <summary>The method of the framework that a call calls, with its parameters; null: it calls none.</summary>
    public string? FrameworkCall(Instruction instruction)
    {
        return instruction.Operand is MethodReference method && KindOf(method) == CallKind.Framework ? NameOf(method) : null;
    }

    private static string NameOf(MethodReference method)
    {
        return method.FullName[(method.FullName.IndexOf(' ') + 1)..];
    }

    private static bool IsDelegate(TypeReference type)
    {
        return type.Resolve()?.BaseType?.FullName is "System.MulticastDelegate";
    }

    private void Add(BlockCost cost, Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Call or Code.Callvirt:
                AddCall(cost, (MethodReference)instruction.Operand, instruction.OpCode.Code == Code.Callvirt);
                return;
            case Code.Newobj:
                AddConstruction(cost, (MethodReference)instruction.Operand);
                break;
            case Code.Newarr:
                cost.Allocate(0);
                break;
            case Code.Ldstr:
                cost.Allocate(DeviceMemory.StringConstant);
                break;
            case Code.Box:
                cost.Allocate(DeviceMemory.Box);
                break;
        }

        cost.Instructions += OpcodePrice.Of(instruction.OpCode);
    }

    private void AddConstruction(BlockCost cost, MethodReference constructor)
    {
        TypeReference type = constructor.DeclaringType;
        if (IsDelegate(type))
        {
            cost.Allocate(DeviceMemory.Delegate);
            return;
        }

        if (DeviceMemory.IsStruct(type))
        {
            cost.AllocateStruct(DeviceMemory.SizeOf(type));
        }
        else
        {
            cost.Allocate(DeviceMemory.SizeOf(type));
        }

        AddCall(cost, constructor, false);
    }

    private void AddCall(BlockCost cost, MethodReference method, bool isVirtualCall)
    {
        CallKind kind = KindOf(method);
        if (kind == CallKind.Framework)
        {
            cost.CallFramework(NameOf(method));
        }
        else
        {
            // A base class's method is called without dispatch, though it is virtual.
            kind = kind == CallKind.Virtual && !isVirtualCall ? CallKind.Instance : kind;
            cost.Call(kind, method.Parameters.Count + (method.HasThis ? 1 : 0));
        }

        foreach (TypeReference copied in method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType).Where(DeviceMemory.IsStruct))
        {
            cost.AllocateStruct(DeviceMemory.SizeOf(copied));
        }
    }

    private CallKind KindOf(MethodReference method)
    {
        if (method.Name == "Invoke" && IsDelegate(method.DeclaringType))
        {
            return CallKind.Delegate;
        }

        MethodDefinition definition = method.Resolve() ?? throw new InvalidOperationException($"{method.FullName} is not known.");
        return !deviceAssemblies.Contains(definition.Module.Assembly.Name.Name) ? CallKind.Framework
            : definition.IsStatic ? CallKind.Static
            : definition.IsVirtual ? CallKind.Virtual
            : CallKind.Instance;
    }
}
