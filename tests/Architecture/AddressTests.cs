// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Tests.Architecture;

/// <summary>Above the network layer another host is a peer, and at the edge an address is an object: nobody there takes it for a number.</summary>
public sealed class AddressTests
{
    /// <summary>Members that only a network layer may read, since it alone knows what they mean.</summary>
    private static readonly string[] s_ofNetworkLayers = ["IPv4Address", "IcmpHeader", "ArpPacket", "NextHop", "Neighbour", "IPv4"];

    [Fact]
    public void TCP_reads_nothing_of_a_peer_that_means_something_to_the_network_layer_alone()
    {
        using ModuleDefinition module = DeviceAssembly.Read("NanoTcp");

        Assert.Equal([], UsesOf(module, "NanoTcp.Tcp").Intersect(s_ofNetworkLayers));
        Assert.Equal(["IPv4Address", "NextHop", "Neighbour", "IPv4"], s_ofNetworkLayers.Intersect(UsesOf(module, "NanoTcp.Ip")));
    }

    [Theory]
    [InlineData("NanoTcp", "NanoTcp.Host")]
    [InlineData("NanoTcp", "NanoTcp.Ip")]
    [InlineData("NanoTcp", "NanoTcp.Tcp")]
    [InlineData("NanoTcp", "NanoTcp.Udp")]
    [InlineData("NanoTcp.Dhcp", "NanoTcp.Dhcp")]
    [InlineData("NanoTcp.Mdns", "NanoTcp.Mdns")]
    [InlineData("NanoTcp.Network", "NanoTcp.Network")]
    [InlineData("NanoTcp.Resolver", "NanoTcp.Resolver")]
    [InlineData("NanoTcp.Sntp", "NanoTcp.Sntp")]
    public void No_public_member_takes_or_returns_an_address_as_a_number(string assembly, string space)
    {
        using ModuleDefinition module = DeviceAssembly.Read(assembly);
        TypeDefinition[] types = [.. module.Types.Where(type => type.IsPublic && type.Namespace == space)];

        Assert.NotEmpty(types);
        Assert.Equal([], types.SelectMany(type => type.Methods).Where(method => method.IsPublic)
            .Where(method => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType).Any(type => type.FullName == "System.UInt32"))
            .Select(method => method.FullName));
        Assert.Equal([], types.SelectMany(type => type.Fields).Where(field => field.IsPublic && field.FieldType.FullName == "System.UInt32").Select(field => field.FullName));
    }

    private static IEnumerable<string> UsesOf(ModuleDefinition module, string space)
    {
        return module.GetTypes().Where(type => type.Namespace == space).SelectMany(Uses.Of).Select(used => used.Name).Distinct();
    }
}
