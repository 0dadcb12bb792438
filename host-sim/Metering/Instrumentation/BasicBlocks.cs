// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil.Cil;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>Where the basic blocks of a method begin: what is between two of them is executed as a whole, unless something throws.</summary>
internal static class BasicBlocks
{
    /// <summary>The instructions of each block, in order.</summary>
    public static IReadOnlyList<IReadOnlyList<Instruction>> Of(MethodBody body)
    {
        HashSet<Instruction> leaders = [];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                leaders.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                leaders.UnionWith(targets);
            }

            if (instruction.Next != null && instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw)
            {
                leaders.Add(instruction.Next!);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            leaders.UnionWith(((Instruction?[])[handler.TryStart, handler.FilterStart, handler.HandlerStart]).OfType<Instruction>());
        }

        List<List<Instruction>> blocks = [];
        foreach (Instruction instruction in body.Instructions)
        {
            if (blocks.Count == 0 || leaders.Contains(instruction))
            {
                blocks.Add([]);
            }

            blocks[^1].Add(instruction);
        }

        return blocks;
    }
}
