// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Tests.Architecture
{
    /// <summary>The arrows between assemblies and between their folders point down only. A table lists the allowed arrows.</summary>
    public sealed class ArrowTests
    {
        private static readonly Dictionary<string, string[]> s_stack = new()
        {
            ["Wire"] = [],
            ["Link"] = [],
            ["Host"] = ["Wire", "Link"],
            ["Ip"] = ["Host", "Wire", "Link"],
            ["Tcp"] = ["Host", "Wire", "Link"],
            ["Udp"] = ["Host", "Wire", "Link"],
        };

        private static readonly Dictionary<string, string[]> s_simulation = new()
        {
            ["Addresses"] = [],
            ["Seeds"] = [],
            ["Time"] = [],
            ["Wire"] = ["Seeds", "Time"],
            ["Chips"] = ["Seeds"],
            ["Capture"] = ["Wire"],
            ["Messages"] = [],
            ["Servers"] = ["Addresses", "Messages"],
            ["Trace"] = ["Addresses", "Capture", "Messages", "Wire"],
            ["Boards"] = ["Addresses", "Chips", "Wire"],
            [""] = ["Addresses", "Boards", "Chips", "Wire"],
        };

        private static readonly Dictionary<string, string[]> s_measure = new()
        {
            ["Seeds"] = [],
            ["Segments"] = [],
            ["Throughput"] = [],
            ["Goodput"] = ["Throughput"],
            ["Memory"] = [],
            ["Occupation"] = ["Segments"],
            ["Latency"] = ["Occupation", "Throughput"],
            ["Resources"] = [],
            ["Fuzz"] = ["Resources", "Seeds", "Segments"],
            ["Soak"] = ["Fuzz", "Occupation", "Resources", "Seeds", "Segments"],
            ["ChipFaults"] = ["Seeds", "Throughput"],
        };

        private static readonly Dictionary<string, string[]> s_program = new()
        {
            ["Platform"] = [],
            ["Capture"] = [],
            ["Tap"] = ["Platform"],
            ["Gateway"] = ["Platform", "Tap"],
            ["Run"] = ["Capture", "Gateway", "Platform", "Tap"],
            ["Peer"] = ["Platform", "Tap"],
            ["Commands"] = ["Gateway", "Peer", "Run", "Tap"],
            [""] = ["Capture", "Commands", "Run", "Tap"],
        };

        private static readonly Dictionary<string, (string Prefix, Dictionary<string, string[]> Folders)> s_folders = new()
        {
            ["NanoTcp"] = ("NanoTcp.", s_stack),
            ["NanoTcp.Simulation"] = ("NanoTcp.Simulation.", s_simulation),
            ["NanoTcp.Measure"] = ("NanoTcp.Measure.", s_measure),
            ["host-sim"] = ("NanoTcp.HostSim.", s_program),
        };

        // The assemblies that run on the device. NanoTcp.Hardware offers them the device's API.
        private static readonly Dictionary<string, string[]> s_assemblies = new()
        {
            ["NanoTcp"] = [],
            ["NanoTcp.Http"] = ["NanoTcp"],
            ["NanoTcp.Dhcp"] = ["NanoTcp"],
            ["NanoTcp.Dns"] = ["NanoTcp"],
            ["NanoTcp.Resolver"] = ["NanoTcp", "NanoTcp.Dns"],
            ["NanoTcp.Mdns"] = ["NanoTcp", "NanoTcp.Dns"],
            ["NanoTcp.Sntp"] = ["NanoTcp"],
            ["NanoTcp.Network"] = ["NanoTcp", "NanoTcp.Dhcp"],
            ["NanoTcp.Sockets"] = ["NanoTcp", "NanoTcp.Dhcp", "NanoTcp.Network", "NanoTcp.Resolver"],
            ["NanoTcp.Boards"] = ["NanoTcp"],
            ["NanoTcp.Drivers"] = ["NanoTcp", "NanoTcp.Hardware"],
            ["SelfTest"] =
            [
                "NanoTcp", "NanoTcp.Http", "NanoTcp.Dhcp", "NanoTcp.Dns", "NanoTcp.Mdns", "NanoTcp.Resolver", "NanoTcp.Sntp", "NanoTcp.Network", "NanoTcp.Hardware",
            ],
            ["BoardReport"] = ["NanoTcp", "NanoTcp.Boards", "NanoTcp.Drivers", "NanoTcp.Hardware", "SelfTest"],
            ["NanoTcp.Platform"] = ["NanoTcp", "NanoTcp.Dhcp", "NanoTcp.Network", "NanoTcp.Boards", "NanoTcp.Drivers", "NanoTcp.Hardware"],
            ["SensorNode"] = ["NanoTcp", "NanoTcp.Http", "NanoTcp.Dhcp", "NanoTcp.Mdns", "NanoTcp.Network", "NanoTcp.Boards", "NanoTcp.Drivers", "NanoTcp.Platform"],
            ["NanoTcp.BoardSockets"] =
            [
                "NanoTcp", "NanoTcp.Boards", "NanoTcp.Dhcp", "NanoTcp.Drivers", "NanoTcp.Mdns", "NanoTcp.Network", "NanoTcp.Platform", "NanoTcp.Resolver", "NanoTcp.Sockets",
            ],
            ["NanoTcp.Hardware"] = [],
            ["NanoTcp.Simulation"] = ["NanoTcp", "NanoTcp.Http", "NanoTcp.Network", "NanoTcp.Boards", "NanoTcp.Drivers", "NanoTcp.Hardware", "NanoTcp.Platform", "SensorNode"],
            ["NanoTcp.Testing"] = ["NanoTcp", "NanoTcp.Mdns", "NanoTcp.Network", "NanoTcp.Resolver", "NanoTcp.Simulation", "NanoTcp.Sockets"],
        };

        public static TheoryData<string> Assemblies => [.. s_assemblies.Keys];

        public static TheoryData<string> AssembliesWithFolders => [.. s_folders.Keys];

        [Theory]
        [MemberData(nameof(AssembliesWithFolders))]
        public void Between_the_folders_of_an_assembly_they_point_down(string name)
        {
            (string prefix, Dictionary<string, string[]> folders) = s_folders[name];
            using ModuleDefinition module = DeviceAssembly.Read(name);
            Assert.Equal(folders.Keys.Order(), module.Types.Where(type => type.Namespace.StartsWith("NanoTcp", StringComparison.Ordinal)).Select(type => Folder(type, prefix)).OfType<string>().Distinct().Order());
            Assert.Equal([], Upward(module, prefix, folders));
        }

        [Theory]
        [MemberData(nameof(Assemblies))]
        public void Between_the_assemblies_they_point_down_and_from_the_device_never_to_the_simulation(string name)
        {
            using ModuleDefinition module = DeviceAssembly.Read(name);
            IEnumerable<string> references = module.AssemblyReferences.Select(reference => reference.Name).Where(reference => !reference.StartsWith("System.", StringComparison.Ordinal));
            Assert.Equal([], references.Except(s_assemblies[name]));
        }

        [Fact]
        public void No_source_of_the_device_names_what_stands_in_for_it()
        {
            IEnumerable<string> sources = Repository.Find("*.cs", "stack", "boards", "firmware").Where(path => !path.Contains("/obj/", StringComparison.Ordinal));
            Assert.Equal([], sources.Where(path => NamesTheDesktop(File.ReadAllText(Repository.Path(path)))));
            Assert.True(NamesTheDesktop("using Thread = NanoTcp.Hardware.DeviceThread;"));
        }

        [Fact]
        public void An_arrow_that_points_up_is_found()
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(ArrowTests).Assembly.Location);
            Assert.Equal(
                ["Wire.Calls -> Tcp.Higher", "Wire.Inherits -> Tcp.Higher", "Wire.Takes -> Tcp.Higher"],
                Upward(module, "NanoTcp.Tests.Architecture.Upside.", s_stack).Order());
        }

        private static bool NamesTheDesktop(string source)
        {
            return source.Contains("NanoTcp.Hardware", StringComparison.Ordinal) || source.Contains("NanoTcp.Simulation", StringComparison.Ordinal)
                || source.Contains("NanoTcp.HostSim", StringComparison.Ordinal);
        }

        private static IEnumerable<string> Upward(ModuleDefinition module, string prefix, Dictionary<string, string[]> folders)
        {
            return module.GetTypes()
                .SelectMany(type => Uses.Of(type).OfType<TypeReference>().Select(used => (From: Folder(type, prefix), To: Folder(used, prefix), Arrow: $"{Short(type, prefix)} -> {Short(used, prefix)}")))
                .Where(arrow => arrow.From is not null && arrow.To is not null && arrow.From != arrow.To && !folders[arrow.From].Contains(arrow.To))
                .Select(arrow => arrow.Arrow).Distinct();
        }

        /// <summary>
        /// The first folder of a type's namespace below that of the assembly. "" if the type is in no folder; null if it belongs to another assembly.
        /// </summary>
        private static string? Folder(TypeReference type, string prefix)
        {
            string name = Short(type, prefix);
            int dot = name.IndexOf('.', StringComparison.Ordinal);
            return name == type.FullName ? null : dot < 0 ? "" : name[..dot];
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
