// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>
/// The fields of a class, private and inherited ones included, compiled into two methods. So the checker needs no names of fields of the stack, and
/// is a hundred times faster than with reflection.
/// </summary>
internal sealed class ObjectShape
{
    private static readonly ConcurrentDictionary<Type, ObjectShape> s_shapes = new();
    private static readonly MethodInfo s_copy = typeof(WorldCopier).GetMethod(nameof(WorldCopier.Copy))!;
    private static readonly MethodInfo s_number = typeof(StateWriter).GetMethod(nameof(StateWriter.Number))!;
    private static readonly MethodInfo s_long = typeof(StateWriter).GetMethod(nameof(StateWriter.Long))!;
    private static readonly MethodInfo s_reference = typeof(StateWriter).GetMethod(nameof(StateWriter.Reference))!;

    private ObjectShape(Type type)
    {
        IsShared = !type.IsArray && type.Assembly != typeof(TcpTransport).Assembly
            && type != typeof(World) && type != typeof(Host) && type != typeof(CheckedLink);
        IsOpaque = typeof(EthernetLink).IsAssignableFrom(type) || type == typeof(FrameBuffer)
            || type == typeof(ArrivingSegment) || type.Namespace == typeof(NetworkStack).Namespace;
        if (IsShared || type.IsArray)
        {
            CopyReferences = (_, _) => { };
            Write = (_, _) => { };
            return;
        }

        List<FieldInfo> fields = [];
        for (Type? declaring = type; declaring != typeof(object); declaring = declaring!.BaseType)
        {
            fields.AddRange(declaring!.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        }

        CopyReferences = MakeCopyReferences(type, fields);
        Write = MakeWrite(type, fields);
    }

    /// <summary>Whether all worlds share the object, because nothing changes it.</summary>
    public bool IsShared { get; }

    /// <summary>Whether it is left out of a world's key. Objects below TCP differ only in counters and the use of frames; the segment that is handled is read anew each time.</summary>
    public bool IsOpaque { get; }

    /// <summary>Replaces what a shallow copy refers to by copies.</summary>
    public Action<object, WorldCopier> CopyReferences { get; }

    /// <summary>Writes the values of all fields.</summary>
    public Action<object, StateWriter> Write { get; }

    public static ObjectShape Of(Type type)
    {
        return s_shapes.GetOrAdd(type, made => new ObjectShape(made));
    }

    private static Action<object, WorldCopier> MakeCopyReferences(Type type, List<FieldInfo> fields)
    {
        DynamicMethod method = new("CopyReferences", null, [typeof(object), typeof(WorldCopier)], typeof(ObjectShape).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        foreach (FieldInfo field in fields.Where(field => !field.FieldType.IsValueType))
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Castclass, type);
            il.Emit(OpCodes.Ldarg_1);
            LoadField(il, type, field);
            il.Emit(OpCodes.Call, s_copy);
            il.Emit(OpCodes.Castclass, field.FieldType);
            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<object, WorldCopier>>();
    }

    private static Action<object, StateWriter> MakeWrite(Type type, List<FieldInfo> fields)
    {
        DynamicMethod method = new("Write", null, [typeof(object), typeof(StateWriter)], typeof(ObjectShape).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        foreach (FieldInfo field in fields)
        {
            il.Emit(OpCodes.Ldarg_1);
            LoadField(il, type, field);
            if (!field.FieldType.IsValueType)
            {
                il.Emit(OpCodes.Call, s_reference);
            }
            else if (field.FieldType == typeof(long) || field.FieldType == typeof(ulong))
            {
                il.Emit(OpCodes.Call, s_long);
            }
            else if (field.FieldType.IsPrimitive || field.FieldType.IsEnum)
            {
                il.Emit(OpCodes.Conv_U4);
                il.Emit(OpCodes.Call, s_number);
            }
            else
            {
                throw new NotSupportedException($"{type.Name}.{field.Name} is a {field.FieldType.Name}: the checker knows classes, arrays and primitive types.");
            }
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<object, StateWriter>>();
    }

    private static void LoadField(ILGenerator il, Type type, FieldInfo field)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, type);
        il.Emit(OpCodes.Ldfld, field);
    }
}
