// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>Questions about types that several rules ask.</summary>
internal static class IlTypes
{
    /// <summary>
    /// Whether values of the type are objects on the device's heap: all structs except the primitives and those built into the interpreter.
    /// </summary>
    public static bool IsHeapStruct(this TypeReference type)
    {
        return type.IsValueType && !type.IsPrimitive && type is not (ByReferenceType or PointerType or ArrayType)
            && type.FullName is not ("System.DateTime" or "System.TimeSpan") && !type.Resolve().IsEnum;
    }

    /// <summary>The type and everything that it is made of.</summary>
    public static IEnumerable<TypeReference> Parts(this TypeReference type)
    {
        yield return type;
        if (type is GenericInstanceType generic)
        {
            foreach (TypeReference part in generic.GenericArguments.SelectMany(Parts))
            {
                yield return part;
            }
        }

        if (type is TypeSpecification specification and not FunctionPointerType)
        {
            foreach (TypeReference part in specification.ElementType.Parts())
            {
                yield return part;
            }
        }
    }

    /// <summary>The types that this one derives from, nearest first.</summary>
    public static IEnumerable<TypeDefinition> Bases(this TypeDefinition type)
    {
        for (TypeDefinition? current = type.BaseType?.Resolve(); current is not null; current = current.BaseType?.Resolve())
        {
            yield return current;
        }
    }

    /// <summary>Whether a dispatch by name and signature takes two methods for one.</summary>
    public static bool HasSignatureOf(this MethodReference method, MethodReference other)
    {
        return method.Name == other.Name
            && method.Parameters.Select(parameter => parameter.ParameterType.FullName).SequenceEqual(other.Parameters.Select(parameter => parameter.ParameterType.FullName));
    }

    /// <summary>Whether a virtual call of a method may reach this one: an override or an implementation.</summary>
    public static bool IsDispatchedFrom(this MethodDefinition method, MethodDefinition called)
    {
        if (!method.IsVirtual || !called.IsVirtual)
        {
            return false;
        }

        TypeDefinition type = method.DeclaringType;
        if (method.Overrides.Any(explicitly => explicitly.Resolve() == called))
        {
            return true;
        }

        bool derived = called.DeclaringType.IsInterface
            ? type.Bases().Prepend(type).SelectMany(part => part.Interfaces).Any(implementation => implementation.InterfaceType.Resolve() == called.DeclaringType)
            : type.Bases().Contains(called.DeclaringType);
        return derived && method.HasSignatureOf(called);
    }
}
