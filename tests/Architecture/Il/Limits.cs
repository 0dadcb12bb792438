// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>The sizes that the device's tables have.</summary>
internal static class Limits
{
    private const int Methods = 255;
    private const int Slots = 255;
    private const int Fields = 255;
    private const int Cases = 255;

    // A branch is 16 bits, with a sign.
    private const int MethodBytes = 32 * 1024 - 1;
    private const int CodeBytes = 64 * 1024;
    private const int TextBytes = 64 * 1024;

    // An assembly with the name of one that has native methods must be that one.
    private static readonly string[] s_native = ["mscorlib", "System.", "nanoFramework."];

    public static IEnumerable<IlViolation> Find(ModuleDefinition module)
    {
        return OfModule(module).Concat(module.GetTypes().SelectMany(OfType)).Concat(module.GetTypes().SelectMany(type => type.Methods).SelectMany(OfMethod));
    }

    /// <summary>The bytes of IL in an assembly.</summary>
    public static int CodeSize(ModuleDefinition module)
    {
        return Bodies(module).Sum(body => body.CodeSize);
    }

    /// <summary>The bytes of the texts in an assembly: its names, the names that it refers to, and its literals, each once.</summary>
    public static int TextSize(ModuleDefinition module)
    {
        IEnumerable<string> names = module.GetTypes()
            .SelectMany(type => type.Methods.Select(method => method.Name).Concat(type.Fields.Select(field => field.Name)).Append(type.Name).Append(type.Namespace));
        IEnumerable<string> references = module.GetTypeReferences().SelectMany(type => new[] { type.Name, type.Namespace })
            .Concat(module.GetMemberReferences().Select(member => member.Name));
        IEnumerable<string> literals = Bodies(module).SelectMany(body => body.Instructions).Select(instruction => instruction.Operand).OfType<string>();
        return names.Concat(references).Concat(literals).Distinct().Sum(text => Encoding.UTF8.GetByteCount(text) + 1);
    }

    private static IEnumerable<IlViolation> OfModule(ModuleDefinition module)
    {
        string name = Path.GetFileNameWithoutExtension(module.Name);
        IEnumerable<IlViolation> names = s_native.Any(native => name.StartsWith(native, StringComparison.Ordinal))
            ? [new IlViolation(IlRule.NativeName, module.Name, "is the name of an assembly of the firmware's")]
            : [];
        return [.. names, .. Check(module.Name, "bytes of code", CodeSize(module), CodeBytes), .. Check(module.Name, "bytes of text", TextSize(module), TextBytes)];
    }

    private static IEnumerable<IlViolation> OfType(TypeDefinition type)
    {
        int statics = type.Methods.Count(method => method.IsStatic);
        int virtuals = type.Methods.Count(method => method.IsVirtual);
        return
        [
            .. Check(type.FullName, "static fields", type.Fields.Count(field => field.IsStatic && !field.HasConstant), Fields),
            .. Check(type.FullName, "instance fields", type.Fields.Count(field => !field.IsStatic), Fields),
            .. Check(type.FullName, "static methods", statics, Methods),
            .. Check(type.FullName, "virtual methods", virtuals, Methods),
            .. Check(type.FullName, "instance methods", type.Methods.Count - statics - virtuals, Methods),
        ];
    }

    private static IEnumerable<IlViolation> OfMethod(MethodDefinition method)
    {
        int arguments = method.Parameters.Count + (method.IsStatic ? 0 : 1);
        return
        [
            .. Check(method.FullName, "arguments", arguments, Slots),
            .. method.HasBody ? Check(method.FullName, "bytes of code", method.Body.CodeSize, MethodBytes) : [],
            .. method.HasBody ? Check(method.FullName, "cases of a switch", MostCases(method.Body), Cases) : [],
            .. method.HasBody ? Check(method.FullName, "locals", method.Body.Variables.Count, Slots) : [],
            .. method.HasBody ? Check(method.FullName, "stack slots", method.Body.MaxStackSize, Slots) : [],
        ];
    }

    private static int MostCases(MethodBody body)
    {
        return body.Instructions.Select(instruction => instruction.Operand).OfType<Instruction[]>().Select(cases => cases.Length).DefaultIfEmpty().Max();
    }

    private static IEnumerable<IlViolation> Check(string where, string what, int count, int most)
    {
        return count > most ? [new IlViolation(IlRule.Limit, where, $"{count} {what}, at most {most}")] : [];
    }

    private static IEnumerable<MethodBody> Bodies(ModuleDefinition module)
    {
        return module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).Select(method => method.Body);
    }
}
