// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Metering.Prices;

/// <summary>The size of objects on the device's heap in bytes, and the cost of making them.</summary>
internal static class DeviceMemory
{
    /// <summary>A string constant each time that it is loaded.</summary>
    public const int StringConstant = 12;

    /// <summary>A boxed value.</summary>
    public const int Box = 24;

    /// <summary>A delegate.</summary>
    public const int Delegate = 36;

    private const int Block = 12;
    private const int ArrayHeader = 20;

    private const int InstructionsPerObject = 190;
    private const double InstructionsPerByte = 12.5;
    private const int InstructionsPerStruct = 470;

    /// <summary>Machine instructions that objects cost; a struct is copied besides.</summary>
    public static double Price(int objects, int structs, double bytes)
    {
        return objects * InstructionsPerObject + structs * InstructionsPerStruct + bytes * InstructionsPerByte;
    }

    /// <summary>Whether values of the type live on the heap: every struct that is not a primitive, DateTime and TimeSpan being built in.</summary>
    public static bool IsStruct(TypeReference type)
    {
        return type.IsValueType && !type.IsPrimitive && type.FullName is not ("System.DateTime" or "System.TimeSpan")
            && type.Resolve() is { IsEnum: false };
    }

    /// <summary>An object or a struct.</summary>
    public static int SizeOf(TypeReference type)
    {
        return Block + FieldCount(type) * Block;
    }

    /// <summary>The size of an array's element.</summary>
    public static int ElementSize(TypeReference element)
    {
        TypeReference stored = element.IsValueType && element.Resolve() is { IsEnum: true } enumeration
            ? enumeration.Fields.Single(field => !field.IsStatic).FieldType
            : element;
        return stored.MetadataType switch
        {
            MetadataType.Boolean or MetadataType.Byte or MetadataType.SByte => 1,
            MetadataType.Char or MetadataType.Int16 or MetadataType.UInt16 => 2,
            MetadataType.Int32 or MetadataType.UInt32 or MetadataType.Single => 4,
            MetadataType.Int64 or MetadataType.UInt64 or MetadataType.Double => 8,
            _ => Block,
        };
    }

    /// <summary>An array, without the objects that it refers to.</summary>
    public static long ArraySize(long length, int elementSize)
    {
        return (ArrayHeader + length * elementSize + Block - 1) / Block * Block;
    }

    private static int FieldCount(TypeReference type)
    {
        int count = 0;
        for (TypeDefinition? definition = type.Resolve(); definition != null; definition = definition.BaseType?.Resolve())
        {
            count += definition.Fields.Count(field => !field.IsStatic);
        }

        return count;
    }
}
