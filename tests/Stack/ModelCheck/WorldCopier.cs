// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>
/// Copies a world with all that belongs to it: two stacks, object by object. Objects that neither they nor the checker change are shared.
/// </summary>
internal sealed class WorldCopier
{
    private static readonly Func<object, object> s_shallowCopy = typeof(object)
        .GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!
        .CreateDelegate<Func<object, object>>();

    // About as many objects as a world has.
    private readonly Dictionary<object, object> _copies = new(256, ReferenceEqualityComparer.Instance);

    public static World CopyWorld(World world)
    {
        return (World)new WorldCopier().Copy(world)!;
    }

    public object? Copy(object? original)
    {
        if (original == null)
        {
            return null;
        }

        ObjectShape shape = ObjectShape.Of(original.GetType());
        if (shape.IsShared)
        {
            return original;
        }

        if (_copies.TryGetValue(original, out object? known))
        {
            return known;
        }

        object copy = s_shallowCopy(original);
        _copies.Add(original, copy);
        shape.CopyReferences(copy, this);
        if (copy is object?[] elements)
        {
            for (int i = 0; i < elements.Length; i++)
            {
                elements[i] = Copy(elements[i]);
            }
        }

        return copy;
    }
}
