// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using NanoTcp.Metering.Prices;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>Rewrites an assembly of the device so that executing it counts.</summary>
internal sealed class Instrumenter
{
    private readonly CostAnalysis _analysis;
    private readonly CounterClass _counters;
    private readonly List<Slot> _slots = [];
    private readonly int _firstNumber;

    private Instrumenter(ModuleDefinition module, CostAnalysis analysis, int firstNumber)
    {
        _analysis = analysis;
        _firstNumber = firstNumber;
        _counters = new CounterClass(module);
    }

    /// <summary>Rewrites a module.</summary>
    /// <param name="firstNumber">By which the journal names the first of its slots.</param>
    /// <returns>The meaning of its counters, in their order.</returns>
    public static IReadOnlyList<Slot> Rewrite(ModuleDefinition module, CostAnalysis analysis, int firstNumber)
    {
        IReadOnlyList<MethodDefinition> methods = [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)];
        Instrumenter instrumenter = new(module, analysis, firstNumber);
        foreach (MethodDefinition method in methods)
        {
            instrumenter.Rewrite(method);
        }

        instrumenter._counters.SetSize(instrumenter._slots.Count);
        return instrumenter._slots;
    }

    private void Rewrite(MethodDefinition method)
    {
        MethodBody body = method.Body;
        string name = Name(method);
        IReadOnlyList<IReadOnlyList<Instruction>> blocks = BasicBlocks.Of(body);
        BlockCost entry = CostAnalysis.OfEntry(body);

        // Short branches would not reach over what is inserted.
        body.SimplifyMacros();
        ILProcessor il = body.GetILProcessor();
        Dictionary<Instruction, Instruction> starts = [];
        foreach (IReadOnlyList<Instruction> block in blocks)
        {
            Instruction first = block[0];
            BlockCost cost = _analysis.OfBlock(block);
            starts[first] = Insert(il, first, _counters.Increment(NewSlot(SlotKind.Block, name, cost)));
            foreach (Instruction instruction in block)
            {
                InsertLength(il, name, instruction);
            }
        }

        foreach (Instruction instruction in body.Instructions)
        {
            instruction.Operand = instruction.Operand switch
            {
                Instruction target => starts[target],
                Instruction[] targets => targets.Select(target => starts[target]).ToArray(),
                object other => other,
                null => null,
            };
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            handler.TryStart = Start(handler.TryStart);
            handler.TryEnd = Start(handler.TryEnd);
            handler.FilterStart = Start(handler.FilterStart);
            handler.HandlerStart = Start(handler.HandlerStart);
            handler.HandlerEnd = Start(handler.HandlerEnd);
        }

        int slot = NewSlot(SlotKind.Entry, name, entry);
        _slots[slot] = _slots[slot] with { Source = method.DebugInformation.SequencePoints.FirstOrDefault()?.Document.Url };
        Insert(il, body.Instructions[0], _counters.Enter(slot, _firstNumber + slot));

        Instruction? Start(Instruction? old)
        {
            return old == null ? null : starts[old];
        }
    }

    private void InsertLength(ILProcessor il, string method, Instruction instruction)
    {
        if (instruction.OpCode.Code == Code.Newarr)
        {
            int elementSize = DeviceMemory.ElementSize((TypeReference)instruction.Operand);
            Insert(il, instruction, _counters.AddArraySize(elementSize, NewSlot(SlotKind.ArrayBytes, method, new BlockCost())));
        }
        else if (_analysis.FrameworkCall(instruction) is { } called && FrameworkPrice.Of(called).PerByte > 0)
        {
            Insert(il, instruction, _counters.AddLength(NewSlot(SlotKind.FrameworkBytes, method, new BlockCost(), called)));
        }
    }

    private int NewSlot(SlotKind kind, string method, BlockCost cost, string? framework = null)
    {
        _slots.Add(new Slot(kind, method, cost, framework));
        return _slots.Count - 1;
    }

    private static Instruction Insert(ILProcessor il, Instruction before, IReadOnlyList<Instruction> instructions)
    {
        foreach (Instruction instruction in instructions)
        {
            il.InsertBefore(before, instruction);
        }

        return instructions[0];
    }

    private static string Name(MethodDefinition method)
    {
        return $"{method.DeclaringType.FullName}.{method.Name}";
    }
}
