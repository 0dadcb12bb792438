// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Tests.Architecture;

/// <summary>
/// The device's assemblies use only those parts of the base class library that nanoFramework's CoreLibrary, Runtime.Native and System.IO.FileSystem
/// have too. Every reference in their IL is a part of that API. (Attributes of the desktop are exempt, by name.)
/// </summary>
public sealed class DeviceApiTests
{
    /// <summary>Attributes that the desktop's compiler and project system add by themselves.</summary>
    private static readonly string[] s_added =
    [
        "System.Runtime.CompilerServices.NullableAttribute",
        "System.Runtime.CompilerServices.NullableContextAttribute",
        "System.Runtime.CompilerServices.IsReadOnlyAttribute",
        "System.Runtime.CompilerServices.RefSafetyRulesAttribute",
        "System.Runtime.CompilerServices.CompilerGeneratedAttribute",
        "Microsoft.CodeAnalysis.EmbeddedAttribute",
    ];

    private static readonly HashSet<string> s_listed =
        [.. new[] { "mscorlib", "nanoFramework.Runtime.Native", "System.IO.FileSystem" }.SelectMany(NanoFrameworkApi.Of)];

    public static TheoryData<string> Names => DeviceAssembly.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_used_exists_on_the_device(string name)
    {
        using ModuleDefinition module = DeviceAssembly.Read(name);
        List<string> used = [.. module.GetTypes().Where(type => !s_added.Contains(type.FullName)).SelectMany(Foreign).Distinct()];
        Assert.Contains("T:System.Object", used);
        Assert.Equal([], used.Except(s_listed).Order());
    }

    [Fact]
    public void What_the_device_does_not_have_is_found()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(Trespasser).Assembly.Location);
        TypeDefinition trespasser = module.GetTypes().Single(type => type.Name == nameof(Trespasser));
        Assert.Equal(
            [
                "M:System.Array.Empty",
                "M:System.Buffer.BlockCopy(System.Array,System.Int32,System.Array,System.Int32,System.Int32)",
                "M:System.String.Join(System.String,System.String[])",
                "P:System.Array.LongLength",
                "T:System.Buffer",
                "T:System.Collections.Generic.List`1",
            ],
            Foreign(trespasser).Distinct().Except(NanoFrameworkApi.Of("mscorlib")).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Foreign(TypeDefinition type)
    {
        return Uses.Of(type)
            .Where(member => IsForeign(member as TypeReference ?? member.DeclaringType))
            .Where(member => !s_added.Contains((member as TypeReference ?? member.DeclaringType).FullName))
            .Select(Id);
    }

    private static bool IsForeign(TypeReference type)
    {
        return !type.IsGenericParameter && type.GetElementType().Scope is AssemblyNameReference scope && scope.Name.StartsWith("System.", StringComparison.Ordinal);
    }

    /// <summary>The documentation-comment ID of what a reference means.</summary>
    private static string Id(MemberReference member)
    {
        if (member is TypeReference type)
        {
            return $"T:{Name(type)}";
        }

        string owner = Name(member.DeclaringType);
        if (member is not MethodReference method)
        {
            return $"F:{owner}.{member.Name}";
        }

        bool getter = method.Name.StartsWith("get_", StringComparison.Ordinal);
        if (getter || method.Name.StartsWith("set_", StringComparison.Ordinal))
        {
            IEnumerable<string> index = method.Parameters.Select(parameter => Name(parameter.ParameterType));
            return $"P:{owner}.{method.Name[4..]}{Parameters(getter ? index : index.SkipLast(1))}";
        }

        string conversion = method.Name is "op_Implicit" or "op_Explicit" ? $"~{Name(method.ReturnType)}" : "";
        return $"M:{owner}.{method.Name.Replace('.', '#')}{Parameters(method.Parameters.Select(parameter => Name(parameter.ParameterType)))}{conversion}";
    }

    private static string Parameters(IEnumerable<string> names)
    {
        string list = string.Join(',', names);
        return list.Length == 0 ? "" : $"({list})";
    }

    private static string Name(TypeReference type)
    {
        return type.FullName.Replace('/', '.').Replace('&', '@');
    }

    /// <summary>Uses parts that nanoFramework does not have, beside parts that it has.</summary>
    private static class Trespasser
    {
        public static int Trespass(byte[] bytes, List<int> list)
        {
            Buffer.BlockCopy(bytes, 0, bytes, 0, Array.Empty<byte>().Length);
            Array.Copy(bytes, bytes, 1);
            return (int)((Array)bytes).LongLength + string.Join(",", new string[1]).Length + (list is null ? 1 : BitConverter.ToInt32(bytes, 0));
        }
    }
}
