// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using System.Text;

namespace NanoTcp.Measure.Memory;

/// <summary>
/// The sizes of objects on nanoFramework's managed heap. The heap consists of blocks of 12 bytes: one for an object and one for each of its fields,
/// whatever their type. The sizes are from the interpreter's sources (version 1.17, 32 bits, no debugging options).
/// </summary>
internal static class DeviceSizes
{
    /// <summary>Bytes of a heap block; each static field takes one too.</summary>
    public const int Block = 12;

    // One block, the number of elements and the description of one.
    private const int ArrayHeader = 20;

    // A list's node, the object, the method and the place of the application domain.
    private const int DelegateSize = 3 * Block;

    /// <summary>An array with all its elements, without what they refer to.</summary>
    public static int OfArray(Type element, int length)
    {
        return RoundUp(ArrayHeader + length * OfElement(element));
    }

    /// <summary>An object without what its fields refer to.</summary>
    /// <exception cref="NotSupportedException">The type is a struct. The device would copy it to its heap each time, so device code has none.</exception>
    public static int Of(object value)
    {
        return value switch
        {
            Array array => OfArray(array.GetType().GetElementType()!, array.Length),
            Delegate => DelegateSize,
            string text => OfString(text),
            _ when value.GetType().IsValueType && !value.GetType().IsPrimitive && !value.GetType().IsEnum =>
                throw new NotSupportedException($"{value.GetType().FullName} is a struct."),
            _ => Block + Block * InstanceFields(value.GetType()).Count(),
        };
    }

    /// <summary>
    /// The fields of an object, inherited ones included. The desktop's compiler makes the same hidden fields as the device's: one for each automatic
    /// property and each event. C# 9 and the tests of the IL exclude primary constructors, closures and cached delegates, which would add others.
    /// </summary>
    public static IEnumerable<FieldInfo> InstanceFields(Type type)
    {
        for (Type? level = type; level != null; level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    // A reference takes a whole block in an array, as in an object. Numbers and enumerations are packed.
    private static int OfElement(Type type)
    {
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
            TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
            TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 8,
            _ => Block,
        };
    }

    // The text of a literal stays in flash. A string made at run time follows its own block, in UTF-8 with a zero.
    private static int OfString(string text)
    {
        return string.IsInterned(text) != null ? Block : Block + RoundUp(Encoding.UTF8.GetByteCount(text) + 1);
    }

    private static int RoundUp(int bytes)
    {
        return (bytes + Block - 1) / Block * Block;
    }
}
