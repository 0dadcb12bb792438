// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Measure.Memory;

/// <summary>
/// Estimates the size of an assembly in the device's flash, from the assembly that the C# compiler made. nanoFramework's metadata processor turns it
/// into a .pe file, which is deployed unchanged. The file has these parts: <list type="bullet"> <item>A header of 124 bytes, then a table for each
/// kind of record. Each table is padded to four bytes (which is not counted).</item> <item>records of fixed size: see the constants. Constants have
/// none, because the compiler has put their values where they are used.</item> <item>The instructions. Tokens, targets of branches and strings have 2
/// bytes instead of 4. A switch has a count of 1 byte and targets of 2 bytes. An exception handler has 12 bytes, and the number of handlers 1.</item>
/// <item>The references to other assemblies that code, fields and signatures need, without those of attributes.</item> <item>Signatures. A primitive
/// type has 1 byte, a class 1 + 1 or 2, and "array of" 1. There are 2 bytes before the parameters of a method, 1 before the type of a field, none
/// before locals, and 2 before the contents of an array. A signature is stored once.</item> <item>Names and literals in UTF-8 with a zero, each once.
/// The interpreter itself has some hundred names: here those of CoreLibrary are free.</item> </list> The device's build is what counts. The desktop's
/// is larger by about 2 KB: by what only programs on a desktop ask, and the code for links that offload. The device's assembly has three
/// attributes for nullable references instead. Its CoreLibrary lacks them, so the compiler puts them into each assembly.
/// </summary>
internal sealed class StoredCode
{
    private const int Header = 124;
    private const int AssemblyReference = 12;
    private const int Reference = 8;
    private const int TypeRecord = 24;
    private const int FieldRecord = 8;
    private const int MethodRecord = 16;
    private const int HandlerRecord = 12;
    private const int HandlerCount = 1;
    private const int ShortToken = 2;

    private readonly List<CodePart> _parts = [];
    private readonly HashSet<string> _strings = [""];
    private readonly StringBuilder _signatures = new();
    private readonly Dictionary<string, int> _typeNumbers = [];
    private readonly HashSet<TypeReference> _references = [];
    private readonly HashSet<MemberReference> _members = [];

    private StoredCode(ModuleDefinition module)
    {
        TypeDefinition[] types = [.. module.GetTypes().Where(type => type.FullName != "<Module>")];
        foreach (TypeDefinition type in types)
        {
            _typeNumbers.Add(type.FullName, _typeNumbers.Count);
        }

        // Lower assemblies come first, so that a name shared by several namespaces belongs to the one that is always there.
        foreach (IGrouping<string, TypeDefinition> space in types.GroupBy(Namespace).OrderBy(space => Height(space.Key)).ThenBy(space => space.Key, StringComparer.Ordinal))
        {
            _parts.Add(Measure(space.Key, space));
        }

        // Their own signatures may need further ones.
        int names = _members.Sum(StoreReference);
        names += _references.Sum(StoreReference);
        Shared = Header + names + AssemblyReference * _references.Select(type => type.Scope.Name).Distinct().Count()
            + Reference * (_references.Count + _members.Count);
    }

    /// <summary>The namespaces.</summary>
    public IReadOnlyList<CodePart> Parts => _parts;

    /// <summary>Bytes that belong to none of them: header and references to other assemblies.</summary>
    public int Shared { get; }

    public int Total => Shared + _parts.Sum(part => part.Total);

    /// <summary>Reads a compiled assembly.</summary>
    public static StoredCode Read(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        return new StoredCode(module);
    }

    /// <summary>Bytes of a method's instructions and exception handlers.</summary>
    internal static int CodeBytes(MethodBody body)
    {
        int handlers = body.ExceptionHandlers.Count;
        return body.Instructions.Sum(InstructionBytes) + (handlers == 0 ? 0 : handlers * HandlerRecord + HandlerCount);
    }

    private static int InstructionBytes(Instruction instruction)
    {
        return instruction.OpCode.Size + instruction.OpCode.OperandType switch
        {
            OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineString or OperandType.InlineBrTarget => ShortToken,
            OperandType.InlineSwitch => 1 + ShortToken * ((Instruction[])instruction.Operand).Length,
            _ => instruction.GetSize() - instruction.OpCode.Size,
        };
    }

    private static string Namespace(TypeDefinition type)
    {
        while (type.DeclaringType != null)
        {
            type = type.DeclaringType;
        }

        // The compiler's own, as for the contents of arrays.
        return type.Namespace.Length > 0 ? type.Namespace : "(compiler)";
    }

    private static int Height(string space)
    {
        return space.Split('.').Last() switch
        {
            "Wire" or "Link" => 0,
            "Ip" => 1,
            "Tcp" or "Udp" => 2,
            _ => 3,
        };
    }

    private static bool IsOfCoreLibrary(MemberReference reference)
    {
        string space = (reference as TypeReference ?? reference.DeclaringType).Namespace;
        return space.StartsWith("System", StringComparison.Ordinal) && !space.StartsWith("System.Device", StringComparison.Ordinal);
    }

    private int StoreReference(MemberReference reference)
    {
        int names = IsOfCoreLibrary(reference) ? 0 : Store(reference.Name) + (reference is TypeReference type ? Store(type.Namespace) : 0);
        return names + reference switch
        {
            MethodReference method => StoreSignature(Describe(method)),
            FieldReference field => StoreSignature(Describe(field)),
            _ => 0,
        };
    }

    private CodePart Measure(string name, IEnumerable<TypeDefinition> types)
    {
        CodePart part = new(name);
        part.Strings += Store(name);
        foreach (TypeDefinition type in types)
        {
            part.Types++;
            part.Records += TypeRecord;
            part.Strings += Store(type.Name);
            NoteType(type.BaseType);
            part.Signatures += type.HasInterfaces ? StoreSignature((char)type.Interfaces.Count + string.Concat(type.Interfaces.Select(one => Reach(one.InterfaceType)))) : 0;
            foreach (FieldDefinition field in type.Fields.Where(field => !field.HasConstant))
            {
                part.Records += FieldRecord;
                part.Strings += Store(field.Name);
                part.Signatures += StoreSignature(Describe(field));
                part.Signatures += field.InitialValue.Length == 0 ? 0 : ShortToken + field.InitialValue.Length;
            }

            foreach (MethodDefinition method in type.Methods)
            {
                MeasureMethod(part, method);
            }
        }

        return part;
    }

    private void MeasureMethod(CodePart part, MethodDefinition method)
    {
        part.Methods++;
        part.Records += MethodRecord;
        part.Strings += method.IsConstructor ? 0 : Store(method.Name);
        part.Signatures += StoreSignature(Describe(method));
        if (method.HasBody)
        {
            part.Code += CodeBytes(method.Body);
            part.Signatures += StoreSignature(string.Concat(method.Body.Variables.Select(variable => Describe(variable.VariableType))));
            foreach (object operand in method.Body.Instructions.Select(instruction => instruction.Operand))
            {
                part.Strings += operand is string literal ? Store(literal) : 0;
                NoteMember(operand as MemberReference);
            }
        }
    }

    private int Store(string text)
    {
        return _strings.Add(text) ? Encoding.UTF8.GetByteCount(text) + 1 : 0;
    }

    // A character stands for a byte.
    private int StoreSignature(string signature)
    {
        if (_signatures.ToString().Contains(signature, StringComparison.Ordinal))
        {
            return 0;
        }

        _signatures.Append(signature);
        return signature.Length;
    }

    private string Describe(MethodReference method)
    {
        string parameters = string.Concat(method.Parameters.Select(parameter => Describe(parameter.ParameterType)));
        return (method.HasThis ? "\x20" : "\x0") + (char)method.Parameters.Count + Describe(method.ReturnType) + parameters;
    }

    private string Describe(FieldReference field)
    {
        return "\x6" + Describe(field.FieldType);
    }

    private string Describe(TypeReference type)
    {
        return type switch
        {
            ByReferenceType reference => "\x1" + Describe(reference.ElementType),
            ArrayType array => "\x2" + Describe(array.ElementType),
            { IsPrimitive: true } or { MetadataType: MetadataType.Void or MetadataType.String or MetadataType.Object } => ((char)(0x40 + (int)type.MetadataType)).ToString(),
            _ => "\x3" + Reach(type),
        };
    }

    private void NoteMember(MemberReference? member)
    {
        if (member is TypeReference type)
        {
            NoteType(type);
        }
        else if (member != null && !_typeNumbers.ContainsKey(member.DeclaringType.FullName))
        {
            NoteType(member.DeclaringType);
            _members.Add(member);
        }
    }

    private void NoteType(TypeReference? type)
    {
        TypeReference? element = type?.GetElementType();
        if (element != null && !_typeNumbers.ContainsKey(element.FullName))
        {
            _references.Add(element);
        }
    }

    // A number: the kind of table in two bits, and 7 bits in one byte, 14 in two.
    private string Reach(TypeReference type)
    {
        NoteType(type);
        int number = _typeNumbers.TryGetValue(type.FullName, out int own) ? own << 2 : 0x01;
        return number < 0x80 ? ((char)number).ToString() : $"{(char)(0x80 | (number >> 8))}{(char)(number & 0xFF)}";
    }
}
