// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoTcp.Hardware.Platform;
using NanoTcp.Metering.Prices;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>Adds IL instructions and bytes of garbage to <see cref="ExecutedIl"/>, before they are executed and made.</summary>
internal sealed class TotalCounters : ICounterCode
{
    private readonly FieldReference _ops;
    private readonly FieldReference _bytes;
    private readonly MethodReference _addArray;

    public TotalCounters(ModuleDefinition module, AssemblyNameReference simulation)
    {
        TypeReference executed = new(typeof(ExecutedIl).Namespace, nameof(ExecutedIl), module, simulation);
        _ops = new FieldReference(nameof(ExecutedIl.Ops), module.TypeSystem.Int64, executed);
        _bytes = new FieldReference(nameof(ExecutedIl.Bytes), module.TypeSystem.Int64, executed);
        _addArray = new MethodReference(nameof(ExecutedIl.AddArray), module.TypeSystem.Void, executed)
        {
            Parameters = { new ParameterDefinition(module.TypeSystem.Int32), new ParameterDefinition(module.TypeSystem.Int32) },
        };
    }

    public IReadOnlyList<Instruction> Enter(MethodDefinition method, BlockCost cost)
    {
        return Add(cost);
    }

    public IReadOnlyList<Instruction> Execute(MethodDefinition method, BlockCost cost)
    {
        return Add(cost);
    }

    public IReadOnlyList<Instruction> AddArray(MethodDefinition method, int elementSize)
    {
        return [Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldc_I4, elementSize), Instruction.Create(OpCodes.Call, _addArray)];
    }

    public IReadOnlyList<Instruction> AddLength(MethodDefinition method, string called)
    {
        return [];
    }

    public void Complete()
    {
    }

    private IReadOnlyList<Instruction> Add(BlockCost cost)
    {
        return [.. Add(_ops, cost.Ops + cost.Framework.Values.Sum(called => called.Count * called.Price.Ops)), .. Add(_bytes, cost.Bytes)];
    }

    private static IReadOnlyList<Instruction> Add(FieldReference total, int count)
    {
        return count == 0 ? [] :
        [
            Instruction.Create(OpCodes.Ldsfld, total),
            Instruction.Create(OpCodes.Ldc_I4, count),
            Instruction.Create(OpCodes.Conv_I8),
            Instruction.Create(OpCodes.Add),
            Instruction.Create(OpCodes.Stsfld, total),
        ];
    }
}
