// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoTcp.Metering.Prices;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>Counts each basic block and each entry by itself, in an array of the rewritten assembly.</summary>
internal sealed class SlotCounters(ModuleDefinition module, int firstNumber) : ICounterCode
{
    private readonly CounterClass _counters = new(module);
    private readonly List<Slot> _slots = [];

    /// <summary>The meaning of the counters, in their order.</summary>
    public IReadOnlyList<Slot> Slots => _slots;

    public IReadOnlyList<Instruction> Enter(MethodDefinition method, BlockCost cost)
    {
        int slot = NewSlot(SlotKind.Entry, method, cost);
        _slots[slot] = _slots[slot] with { Source = method.DebugInformation.SequencePoints.FirstOrDefault()?.Document.Url };
        return _counters.Enter(slot, firstNumber + slot);
    }

    public IReadOnlyList<Instruction> Execute(MethodDefinition method, BlockCost cost)
    {
        return _counters.Increment(NewSlot(SlotKind.Block, method, cost));
    }

    public IReadOnlyList<Instruction> AddArray(MethodDefinition method, int elementSize)
    {
        return _counters.AddArraySize(elementSize, NewSlot(SlotKind.ArrayBytes, method, new BlockCost()));
    }

    public IReadOnlyList<Instruction> AddLength(MethodDefinition method, string called)
    {
        return _counters.AddLength(NewSlot(SlotKind.FrameworkBytes, method, new BlockCost(), called));
    }

    public void Complete()
    {
        _counters.SetSize(_slots.Count);
    }

    private int NewSlot(SlotKind kind, MethodDefinition method, BlockCost cost, string? framework = null)
    {
        _slots.Add(new Slot(kind, $"{method.DeclaringType.FullName}.{method.Name}", cost, framework));
        return _slots.Count - 1;
    }
}
