// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace NanoTcp.Weaver;

/// <summary>Replaces calls in a compiled assembly.</summary>
public static class AssemblyWeaver
{
    /// <summary>Rewrites an assembly and its symbols in place. One without a call to replace stays as it is.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="table">The calls.</param>
    /// <returns>How many calls were replaced.</returns>
    public static int Weave(string path, ReplacementTable table)
    {
        bool hasSymbols = File.Exists(Path.ChangeExtension(path, ".pdb"));
        using ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { InMemory = true, ReadSymbols = hasSymbols });
        int replaced = module.GetAllTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).Sum(method => Weave(method, module, table));
        if (replaced > 0)
        {
            module.Write(path, new WriterParameters { WriteSymbols = hasSymbols });
        }

        return replaced;
    }

    private static int Weave(MethodDefinition method, ModuleDefinition module, ReplacementTable table)
    {
        int replaced = 0;
        foreach (Instruction instruction in method.Body.Instructions)
        {
            // A call by way of a type parameter has the address of a value on the stack.
            if (instruction.Operand is not MethodReference called || instruction.Previous?.OpCode == OpCodes.Constrained
                || table.Find(called) is not MethodDefinition standIn)
            {
                continue;
            }

            if (instruction.OpCode == OpCodes.Call || instruction.OpCode == OpCodes.Callvirt || instruction.OpCode == OpCodes.Newobj)
            {
                instruction.OpCode = OpCodes.Call;
            }
            else if (instruction.OpCode != OpCodes.Ldftn || called.HasThis)
            {
                continue;
            }

            instruction.Operand = module.ImportReference(standIn);
            replaced++;
        }

        return replaced;
    }
}
