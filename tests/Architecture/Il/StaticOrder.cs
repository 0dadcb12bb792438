// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>
/// The device runs all static initialisers before Main, in the alphabetical order of the types. So none may need a field that another one sets,
/// neither directly nor through a call.
/// </summary>
internal static class StaticOrder
{
    public static IEnumerable<IlViolation> Find(DeviceCode code)
    {
        return code.Types.SelectMany(type => type.Methods.Where(method => method.IsConstructor && method.IsStatic)).SelectMany(method => OfInitialiser(code, method));
    }

    private static IEnumerable<IlViolation> OfInitialiser(DeviceCode code, MethodDefinition initialiser)
    {
        HashSet<MethodDefinition> seen = [initialiser];
        Queue<MethodDefinition> open = new(seen);
        while (open.TryDequeue(out MethodDefinition? method))
        {
            foreach (Instruction instruction in method.Body.Instructions)
            {
                if (instruction.OpCode.Code is Code.Ldsfld or Code.Ldsflda or Code.Stsfld && instruction.Operand is FieldReference field && field.DeclaringType != initialiser.DeclaringType)
                {
                    yield return new IlViolation(IlRule.StaticOfAnotherType, initialiser.FullName, $"{method.FullName} touches {field.FullName}");
                }

                if (instruction.Operand is MethodReference call && call.Resolve() is { HasBody: true } called && code.Contains(called) && seen.Add(called))
                {
                    open.Enqueue(called);
                }
            }
        }
    }
}
