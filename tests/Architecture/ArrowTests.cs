// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Tests.Architecture
{
    /// <summary>The arrows between the folders point down only: application, HTTP, TCP, IP, then the wire formats and the link.</summary>
    public sealed class ArrowTests
    {
        private static readonly Dictionary<string, string[]> s_namespaces = new()
        {
            ["Wire"] = [],
            ["Link"] = [],
            ["Host"] = ["Ip", "Wire", "Link"],
            ["Ip"] = ["Host", "Wire", "Link"],
            ["Tcp"] = ["Host", "Ip", "Wire", "Link"],
        };

        private static readonly Dictionary<string, string[]> s_assemblies = new()
        {
            ["NanoTcp"] = [],
            ["NanoTcp.Http"] = ["NanoTcp"],
            ["NanoTcp.Boards"] = ["NanoTcp"],
            ["SensorNode"] = ["NanoTcp", "NanoTcp.Http", "NanoTcp.Boards", "NanoTcp.Drivers"],
        };

        public static TheoryData<string> Assemblies => [.. s_assemblies.Keys];

        [Fact]
        public void In_the_stack_they_point_down()
        {
            using ModuleDefinition module = DeviceAssembly.Read("NanoTcp");
            Assert.Equal(s_namespaces.Keys.Order(), module.Types.Where(type => type.Namespace.Length > 0).Select(type => Folder(type, "NanoTcp.")).OfType<string>().Distinct().Order());
            Assert.Equal([], Upward(module, "NanoTcp."));
        }

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void Between_the_assemblies_of_the_device_they_point_down_and_never_to_the_simulation(string name)
        {
            using ModuleDefinition module = DeviceAssembly.Read(name);
            IEnumerable<string> references = module.AssemblyReferences.Select(reference => reference.Name).Where(reference => !reference.StartsWith("System.", StringComparison.Ordinal));
            Assert.Equal([], references.Except(s_assemblies[name]));
        }

        [Fact]
        public void An_arrow_that_points_up_is_found()
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(ArrowTests).Assembly.Location);
            Assert.Equal(
                ["Wire.Calls -> Tcp.Higher", "Wire.Inherits -> Tcp.Higher", "Wire.Takes -> Tcp.Higher"],
                Upward(module, "NanoTcp.Tests.Architecture.Upside.").Order());
        }

        private static IEnumerable<string> Upward(ModuleDefinition module, string prefix)
        {
            return module.GetTypes()
                .SelectMany(type => Uses.Of(type).OfType<TypeReference>().Select(used => (From: Folder(type, prefix), To: Folder(used, prefix), Arrow: $"{Short(type, prefix)} -> {Short(used, prefix)}")))
                .Where(arrow => arrow.From is not null && arrow.To is not null && arrow.From != arrow.To && !s_namespaces[arrow.From].Contains(arrow.To))
                .Select(arrow => arrow.Arrow).Distinct();
        }

        private static string? Folder(TypeReference type, string prefix)
        {
            string name = Short(type, prefix);
            return name == type.FullName ? null : name.Split('.')[0];
        }

        private static string Short(TypeReference type, string prefix)
        {
            return type.FullName.StartsWith(prefix, StringComparison.Ordinal) ? type.FullName[prefix.Length..] : type.FullName;
        }
    }
}

namespace NanoTcp.Tests.Architecture.Upside.Tcp
{
    internal class Higher
    {
        public static int Value() => 1;
    }
}

namespace NanoTcp.Tests.Architecture.Upside.Wire
{
    internal sealed class Inherits : Tcp.Higher;

    internal static class Calls
    {
        public static int Call() => Tcp.Higher.Value();
    }

    internal static class Takes
    {
        public static bool IsNull(Tcp.Higher? higher) => higher is null;
    }

    internal static class Harmless
    {
        public static int Value() => Math.Max(1, 2);
    }
}
