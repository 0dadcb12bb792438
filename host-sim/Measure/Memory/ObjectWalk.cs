// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;

namespace NanoTcp.Measure.Memory;

/// <summary>
/// Walks from some roots to all objects that they keep alive and counts each once. An object belongs to the part that its type names. Otherwise it
/// belongs to the part of the object through which it was reached first. Objects of other assemblies belong to the platform: they end the walk and
/// are not counted.
/// </summary>
/// <param name="assemblies">The assemblies of the device's own code.</param>
/// <param name="partOf">The part that a type names; null when it names none.</param>
internal sealed class ObjectWalk(IReadOnlyCollection<Assembly> assemblies, Func<object, string, string?> partOf)
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(object Value, string Part)> _queue = new();
    private readonly List<CountedObject> _counted = [];

    /// <summary>The objects found so far.</summary>
    public IReadOnlyList<CountedObject> Counted => _counted;

    /// <summary>Counts the objects that a root keeps alive, unless they were counted before.</summary>
    public void AddRoot(object root, string part)
    {
        Reach(root, part);
        while (_queue.TryDequeue(out (object Value, string Part) next))
        {
            Follow(next.Value, next.Part);
        }
    }

    private void Reach(object? value, string part)
    {
        if (value == null || !IsOurs(value.GetType()) || !_seen.Add(value))
        {
            return;
        }

        string owner = partOf(value, part) ?? part;
        _counted.Add(new CountedObject(owner, value.GetType(), DeviceSizes.Of(value)));
        _queue.Enqueue((value, owner));
    }

    private void Follow(object value, string part)
    {
        if (value is Array array)
        {
            if (!array.GetType().GetElementType()!.IsValueType)
            {
                foreach (object? element in array)
                {
                    Reach(element, part);
                }
            }
        }
        else if (value is Delegate function)
        {
            Reach(function.Target, part);
        }
        else if (value is not string)
        {
            foreach (FieldInfo field in DeviceSizes.InstanceFields(value.GetType()))
            {
                if (!IsInBlock(field.FieldType))
                {
                    Reach(field.GetValue(value), part);
                }
            }
        }
    }

    // The value stands in the field's own block.
    private static bool IsInBlock(Type type)
    {
        return type.IsPrimitive || type.IsEnum || type == typeof(DateTime) || type == typeof(TimeSpan);
    }

    private bool IsOurs(Type type)
    {
        Type element = type;
        while (element.IsArray)
        {
            element = element.GetElementType()!;
        }

        return element.IsPrimitive || element == typeof(string) || element.IsSubclassOf(typeof(Delegate)) || assemblies.Contains(element.Assembly);
    }
}
