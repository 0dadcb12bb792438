// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoTcp.Metering.Prices;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>Writes the code that counts. It is inserted before the code that it counts, and touches neither its stack nor its locals.</summary>
internal interface ICounterCode
{
    /// <summary>Counts an entry of a method. There may be nothing to insert.</summary>
    IReadOnlyList<Instruction> Enter(MethodDefinition method, BlockCost cost);

    /// <summary>Counts an execution of a basic block.</summary>
    IReadOnlyList<Instruction> Execute(MethodDefinition method, BlockCost cost);

    /// <summary>Counts the size of an array whose length is on the stack and stays there.</summary>
    IReadOnlyList<Instruction> AddArray(MethodDefinition method, int elementSize);

    /// <summary>Counts the bytes of a call of the framework, whose number is on the stack and stays there. There may be nothing to insert.</summary>
    IReadOnlyList<Instruction> AddLength(MethodDefinition method, string called);

    /// <summary>The whole module has been rewritten.</summary>
    void Complete();
}
