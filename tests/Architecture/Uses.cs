// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Tests.Architecture;

/// <summary>The references in the IL of a type: types, methods and fields. Constants are not among it, since the compiler copies them.</summary>
internal static class Uses
{
    public static IEnumerable<MemberReference> Of(TypeDefinition type)
    {
        IEnumerable<TypeReference?> types =
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.Fields.Select(field => field.FieldType),
            .. type.CustomAttributes.Concat(type.Fields.SelectMany(field => field.CustomAttributes))
                .Concat(type.Methods.SelectMany(method => method.CustomAttributes)).Select(attribute => attribute.AttributeType),
        ];
        return types.OfType<MemberReference>().Concat(type.Methods.SelectMany(Of)).SelectMany(WithItsParts);
    }

    private static IEnumerable<MemberReference> Of(MethodDefinition method)
    {
        IEnumerable<MemberReference> signature = method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);
        return method.HasBody
            ? signature.Concat(method.Body.Variables.Select(variable => variable.VariableType))
                .Concat(method.Body.ExceptionHandlers.Select(handler => handler.CatchType).OfType<MemberReference>())
                .Concat(method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MemberReference>())
            : signature;
    }

    private static IEnumerable<MemberReference> WithItsParts(MemberReference member)
    {
        return member switch
        {
            GenericInstanceType generic => generic.GenericArguments.SelectMany(WithItsParts).Append(generic.ElementType),
            TypeSpecification specification => WithItsParts(specification.ElementType),
            TypeReference => [member],
            GenericInstanceMethod generic => generic.GenericArguments.SelectMany(WithItsParts).Concat(WithItsParts(generic.ElementMethod)),
            MethodReference method => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType).Append(method.DeclaringType)
                .SelectMany(WithItsParts).Append(method),
            FieldReference field => WithItsParts(field.FieldType).Concat(WithItsParts(field.DeclaringType)).Append(field),
            _ => throw new NotSupportedException(member.ToString()),
        };
    }
}
