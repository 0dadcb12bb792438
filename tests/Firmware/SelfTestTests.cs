// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Metering;
using NanoTcp.SelfTest;
using NanoTcp.SelfTest.Measurements;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Firmware;

public sealed class SelfTestTests
{
    // The CoreLibrary, and assemblies that need nothing but it.
    private static readonly string[] s_coreAlone =
    [
        "NanoTcp", "NanoTcp.Dhcp", "NanoTcp.Dns", "NanoTcp.Http", "NanoTcp.Mdns", "NanoTcp.Network", "NanoTcp.Resolver", "NanoTcp.Sntp", "mscorlib",
    ];

    [Fact]
    public void All_of_it_passes_here()
    {
        Assert.Equal(0, SelfTest.Program.Run());
    }

    // An interpreter refuses to load a program when it lacks the native part of any assembly that the program refers to.
    [Fact]
    public void It_needs_the_CoreLibrary_alone()
    {
        using ModuleDefinition device = ModuleDefinition.ReadModule(DeviceBuild.Output("firmware/SelfTest", "SelfTest.exe"));
        NanoFrameworkProject project = NanoFrameworkProject.Load("firmware/SelfTest/SelfTest.nfproj");

        Assert.Equal(["mscorlib"], project.References);
        Assert.Equal(s_coreAlone, device.AssemblyReferences.Select(reference => reference.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_measures_what_the_interpreter_alone_can_tell()
    {
        using IDisposable activation = new VirtualBoard(Soc.Esp32, new ManualClock()).Activate();
        CollectedReport report = new();

        report.Print();

        Assert.Equal(
            ["clock step", "IL op, empty loop", "IL op, field", "IL op, call", "IL op, stack", "checksum of 1460 B", "Thread.Sleep(0)", "Thread.Sleep(1)", "thread switch"],
            report.Lines[1..^1].Select(line => line.Split(": ")[0]));
    }

    [Theory]
    [InlineData("NanoTcp.Http.HttpParser", "s_expect")]
    [InlineData("NanoTcp.Http.HttpText", "s_pairs")]
    [InlineData("NanoTcp.Http.HttpStatus", "s_versionNotSupported")]
    [InlineData("NanoTcp.Http.HttpHead", "s_allow")]
    [InlineData("NanoTcp.Dhcp.DhcpWriter", "s_parameters")]
    [InlineData("NanoTcp.Mdns.RecordSet", "s_local")]
    [InlineData("NanoTcp.Resolver.DnsResolver", "s_invalid")]
    public void The_tables_of_services_are_among_those_that_it_looks_at(string type, string table)
    {
        Type looked = Assert.Single(StartUp.TypesOfStack(), one => one.FullName == type);

        Assert.Contains(table, StartUp.TablesOf(looked).Select(field => field.Name));
    }

    [Theory]
    [InlineData(typeof(Whole), null)]
    [InlineData(typeof(LostArray), "s_lost")]
    [InlineData(typeof(LostNumber), "s_lost")]
    public void A_table_that_was_never_set_is_named(Type type, string? lost)
    {
        Assert.Equal(lost, StartUp.FirstLost(StartUp.TablesOf(type)));
    }

    private sealed class CollectedReport() : InterpreterReport(new TickClock())
    {
        public List<string> Lines { get; } = [];

        protected override void WriteLine(string line) => Lines.Add(line);
    }

    // The state that a failed static constructor leaves behind on the device.
    private static class Whole
    {
        public const int Zero = 0;
        public static readonly uint s_word = 1;
        public static readonly byte[] s_empty = [];
    }

    private static class LostArray
    {
        public static readonly byte[] s_set = [1];
        public static readonly byte[]? s_lost = null;
    }

    private static class LostNumber
    {
        public static readonly ulong s_set = 1;
        public static readonly ulong s_lost = 0;
    }
}
