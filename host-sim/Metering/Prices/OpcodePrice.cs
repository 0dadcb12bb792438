// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil.Cil;

namespace NanoTcp.Metering.Prices;

/// <summary>
/// The cost of an IL instruction on nanoFramework's interpreter, in machine instructions, without calls and allocations. The classes are few, so that
/// the measured operations come out near: tests/Economy compares them.
/// </summary>
internal static class OpcodePrice
{
    /// <summary>Locals, arguments, constants, arithmetic, conversions, ret, pop.</summary>
    public const int Simple = 44;

    private const int Branch = 75;
    private const int ArrayRead = 100;
    private const int ArrayWrite = 107;
    private const int InstanceField = 164;
    private const int StaticField = 147;
    private const int Throw = 3000;
    private const int Leave = 230;
    private const int Cast = 150;

    public static int Of(OpCode opcode)
    {
        return opcode.Code switch
        {
            Code.Ldfld or Code.Stfld or Code.Ldflda => InstanceField,
            Code.Ldsfld or Code.Stsfld or Code.Ldsflda => StaticField,
            Code.Ldlen or Code.Ldelema or (>= Code.Ldelem_I1 and <= Code.Ldelem_Ref) or Code.Ldelem_Any => ArrayRead,
            (>= Code.Stelem_I and <= Code.Stelem_Ref) or Code.Stelem_Any => ArrayWrite,
            Code.Throw or Code.Rethrow => Throw,
            Code.Leave or Code.Leave_S or Code.Endfinally => Leave,
            Code.Castclass or Code.Isinst => Cast,
            Code.Switch => Simple,
            _ when opcode.FlowControl is FlowControl.Cond_Branch => Branch,
            _ => Simple,
        };
    }
}
