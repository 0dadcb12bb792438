// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.SelfTest;

namespace NanoTcp.Tests.Firmware;

public sealed class SelfTestTests
{
    [Fact]
    public void All_of_it_passes_here()
    {
        Assert.Equal(0, Program.Run());
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
