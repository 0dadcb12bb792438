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
    private readonly ICounterCode _counters;

    private Instrumenter(CostAnalysis analysis, ICounterCode counters)
    {
        _analysis = analysis;
        _counters = counters;
    }

    /// <summary>Rewrites a module. What counts may add methods to it, which are not counted.</summary>
    public static void Rewrite(ModuleDefinition module, CostAnalysis analysis, Func<ICounterCode> makeCounters)
    {
        IReadOnlyList<MethodDefinition> methods = [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)];
        Instrumenter instrumenter = new(analysis, makeCounters());
        foreach (MethodDefinition method in methods)
        {
            instrumenter.Rewrite(method);
        }

        instrumenter._counters.Complete();
    }

    private void Rewrite(MethodDefinition method)
    {
        MethodBody body = method.Body;
        IReadOnlyList<IReadOnlyList<Instruction>> blocks = BasicBlocks.Of(body);
        BlockCost entry = CostAnalysis.OfEntry(body);

        // Short branches would not reach over what is inserted.
        body.SimplifyMacros();
        ILProcessor il = body.GetILProcessor();
        Dictionary<Instruction, Instruction> starts = [];
        foreach (IReadOnlyList<Instruction> block in blocks)
        {
            Instruction first = block[0];
            IReadOnlyList<Instruction> count = _counters.Execute(method, _analysis.OfBlock(block));
            Insert(il, first, count);
            starts[first] = count[0];
            foreach (Instruction instruction in block)
            {
                InsertLength(il, method, instruction);
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

        Insert(il, body.Instructions[0], _counters.Enter(method, entry));

        Instruction? Start(Instruction? old)
        {
            return old == null ? null : starts[old];
        }
    }

    private void InsertLength(ILProcessor il, MethodDefinition method, Instruction instruction)
    {
        if (instruction.OpCode.Code == Code.Newarr)
        {
            Insert(il, instruction, _counters.AddArray(method, DeviceMemory.ElementSize((TypeReference)instruction.Operand)));
        }
        else if (_analysis.FrameworkCall(instruction) is { } called && FrameworkPrice.Of(called).PerByte > 0)
        {
            Insert(il, instruction, _counters.AddLength(method, called));
        }
    }

    private static void Insert(ILProcessor il, Instruction before, IReadOnlyList<Instruction> instructions)
    {
        foreach (Instruction instruction in instructions)
        {
            il.InsertBefore(before, instruction);
        }
    }
}
