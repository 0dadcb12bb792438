// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>
/// The successors of an instruction, and how many cells it pops from and pushes on the evaluation stack (ECMA-335 III). Calls are the caller's
/// business.
/// </summary>
internal static class IlFlow
{
    public static IEnumerable<Instruction> Successors(Instruction instruction)
    {
        IEnumerable<Instruction> targets = instruction.Operand switch
        {
            Instruction target => [target],
            Instruction[] cases => cases,
            _ => [],
        };
        bool goesOn = instruction.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
        return goesOn && instruction.Next is { } next ? targets.Append(next) : targets;
    }

    public static int Pops(Instruction instruction)
    {
        return instruction.OpCode.StackBehaviourPop switch
        {
            StackBehaviour.Pop0 or StackBehaviour.PopAll => 0,
            StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
            StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
                or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref => 3,
            StackBehaviour.Varpop => throw new ArgumentException(instruction.ToString()),
            _ => 2,
        };
    }

    public static int Pushes(Instruction instruction)
    {
        return instruction.OpCode.StackBehaviourPush switch
        {
            StackBehaviour.Push0 => 0,
            StackBehaviour.Push1_push1 => 2,
            StackBehaviour.Varpush => throw new ArgumentException(instruction.ToString()),
            _ => 1,
        };
    }
}
