// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Weaver;

/// <summary>Which calls of .NET are replaced, and by what: the classes of NanoTcp.Testing with the attribute Replaces.</summary>
public sealed class ReplacementTable
{
    private const string Attribute = "NanoTcp.Testing.Threading.ReplacesAttribute";
    private const string Constructor = "Create";

    private readonly Dictionary<string, MethodDefinition> _methods = [];

    /// <summary>Reads the table.</summary>
    /// <param name="path">The assembly NanoTcp.Testing.</param>
    public static ReplacementTable Read(string path)
    {
        ReplacementTable table = new();
        ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { InMemory = true });
        foreach (TypeDefinition type in module.Types)
        {
            foreach (CustomAttribute attribute in type.CustomAttributes.Where(attribute => attribute.AttributeType.FullName == Attribute))
            {
                TypeReference replaced = (TypeReference)attribute.ConstructorArguments[0].Value;
                foreach (MethodDefinition method in type.Methods.Where(method => method.IsPublic))
                {
                    table.Add(replaced.FullName, method);
                }
            }
        }

        return table;
    }

    /// <summary>What stands in for a method; null: it stays.</summary>
    /// <param name="method">A method or a constructor.</param>
    public MethodDefinition? Find(MethodReference method)
    {
        string name = method.Name == ".ctor" ? Constructor : method.Name;
        IEnumerable<string> parameters = method.Parameters.Select(parameter => parameter.ParameterType.FullName);
        if (method.HasThis && method.Name != ".ctor")
        {
            parameters = parameters.Prepend(method.DeclaringType.FullName);
        }

        return _methods.GetValueOrDefault(Key(method.DeclaringType.FullName, name, parameters));
    }

    private static string Key(string type, string method, IEnumerable<string> parameters)
    {
        return $"{type}::{method}({string.Join(',', parameters)})";
    }

    private void Add(string type, MethodDefinition method)
    {
        _methods.Add(Key(type, method.Name, method.Parameters.Select(parameter => parameter.ParameterType.FullName)), method);
    }
}
