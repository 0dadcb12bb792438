// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Tests.Architecture;

/// <summary>Documentation-comment IDs (C# specification, annex D.4.2) of an assembly's public API. The API listings use these IDs.</summary>
internal static class DocumentationId
{
    /// <summary>The IDs of all types and members that another assembly can see.</summary>
    public static IEnumerable<string> OfApi(ModuleDefinition module, Func<TypeDefinition, bool> included)
    {
        return module.GetTypes().Where(type => IsVisible(type) && included(type)).SelectMany(OfType);
    }

    private static IEnumerable<string> OfType(TypeDefinition type)
    {
        string name = NameOf(type);
        yield return $"T:{name}";
        foreach (FieldDefinition field in type.Fields.Where(field => IsVisible(field.Attributes) && !field.IsSpecialName))
        {
            yield return $"F:{name}.{field.Name}";
        }

        foreach (EventDefinition @event in type.Events.Where(@event => IsVisible(@event.AddMethod)))
        {
            yield return $"E:{name}.{@event.Name}";
        }

        foreach (PropertyDefinition property in type.Properties.Where(property => IsVisible(property.GetMethod) || IsVisible(property.SetMethod)))
        {
            yield return $"P:{name}.{property.Name}{Parameters(property.Parameters)}";
        }

        foreach (MethodDefinition method in type.Methods.Where(method => IsVisible(method) && !IsAccessor(method)))
        {
            string conversion = method.Name is "op_Implicit" or "op_Explicit" ? $"~{NameOf(method.ReturnType)}" : "";
            yield return $"M:{name}.{method.Name.Replace('.', '#')}{Parameters(method.Parameters)}{conversion}";
        }
    }

    private static string Parameters(IEnumerable<ParameterDefinition> parameters)
    {
        string list = string.Join(',', parameters.Select(parameter => NameOf(parameter.ParameterType)));
        return list.Length == 0 ? "" : $"({list})";
    }

    private static string NameOf(TypeReference type)
    {
        return type switch
        {
            ByReferenceType reference => $"{NameOf(reference.ElementType)}@",
            ArrayType { Rank: 1 } array => $"{NameOf(array.ElementType)}[]",
            RequiredModifierType modified => NameOf(modified.ElementType),
            _ => type.FullName.Replace('/', '.'),
        };
    }

    private static bool IsVisible(TypeDefinition type)
    {
        return type.DeclaringType is null ? type.IsPublic : (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamilyOrAssembly) && IsVisible(type.DeclaringType);
    }

    private static bool IsVisible(FieldAttributes attributes)
    {
        return (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;
    }

    private static bool IsVisible(MethodDefinition? method)
    {
        return method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);
    }

    private static bool IsAccessor(MethodDefinition method)
    {
        return method.IsGetter || method.IsSetter || method.IsAddOn || method.IsRemoveOn;
    }
}
