// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Addresses;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim;

public class PeerAddressTests
{
    [Theory]
    [InlineData("192.168.7.2", "192.168.7.2/24", "192.168.7.1/24")]
    [InlineData("192.168.7.1/24", "192.168.7.1/24", "192.168.7.2/24")]
    [InlineData("10.1.2.3/8", "10.1.2.3/8", "10.0.0.1/8")]
    [InlineData("10.0.0.6/30", "10.0.0.6/30", "10.0.0.5/30")]
    public void A_prefix_is_read_and_the_host_gets_the_address_next_to_it(string text, string expected, string neighbour)
    {
        Assert.True(IPv4Prefix.TryParse(text, out IPv4Prefix prefix, out string problem), problem);
        Assert.Equal(expected, prefix.ToString());
        Assert.Equal(neighbour, prefix.Neighbour.ToString());
    }

    [Theory]
    [InlineData("", "is not an IPv4 address")]
    [InlineData("192.168.7", "is not an IPv4 address")]
    [InlineData("192.168.7.256", "is not an IPv4 address")]
    [InlineData("nano0", "is not an IPv4 address")]
    [InlineData("192.168.7.2/", "from 1 to 30")]
    [InlineData("192.168.7.2/31", "from 1 to 30")]
    [InlineData("192.168.7.2/0", "from 1 to 30")]
    [InlineData("192.168.7.2/+24", "from 1 to 30")]
    [InlineData("192.168.7.0/24", "is the address of the network")]
    [InlineData("192.168.7.255", "is the broadcast address")]
    [InlineData("10.0.0.7/30", "is the broadcast address")]
    [InlineData("0.0.0.0", "is not the address of a host")]
    [InlineData("127.0.0.1", "is not the address of a host")]
    [InlineData("224.0.0.1", "is not the address of a host")]
    [InlineData("255.255.255.255", "is not the address of a host")]
    public void A_prefix_that_no_host_can_have_is_refused_in_one_sentence(string text, string expected)
    {
        Assert.False(IPv4Prefix.TryParse(text, out _, out string problem));
        AssertSentence(expected, problem);
    }

    [Theory]
    [InlineData("192.168.7.1", null)]
    [InlineData("192.168.8.1", "is not on the network 192.168.7.0/24")]
    [InlineData("192.168.7.2", "is the stack's own address")]
    [InlineData("192.168.7.255", "is the broadcast address")]
    public void A_neighbour_must_be_another_host_on_the_network(string text, string? expected)
    {
        IPv4Prefix prefix = new(IPv4Address.From(192, 168, 7, 2), 24);
        Assert.True(IPv4Address.TryParse(text, out uint address));
        Assert.Equal(expected is null, prefix.IsNeighbour(address, out string problem));
        if (expected is not null)
        {
            AssertSentence(expected, problem);
        }
    }

    [Theory]
    [InlineData("02:00:5e:10:aB:fF")]
    [InlineData("02-00-5E-10-AB-FF")]
    public void A_MAC_address_is_read_in_both_notations(string text)
    {
        Assert.True(MacAddress.TryParse(text, out byte[] address, out string problem), problem);
        Assert.Equal("02:00:5e:10:ab:ff", MacAddress.Format(address));
    }

    [Theory]
    [InlineData("", "is not a MAC address")]
    [InlineData("02:00:5e:10:ab", "is not a MAC address")]
    [InlineData("02:00:5e:10:ab:ff:01", "is not a MAC address")]
    [InlineData("02:00:5e:10:ab:f", "is not a MAC address")]
    [InlineData("02:00:5e:10:ab:fg", "is not a MAC address")]
    [InlineData("02:00-5e:10:ab:ff", "is not a MAC address")]
    [InlineData("01:00:5e:10:ab:ff", "that of a group")]
    [InlineData("ff:ff:ff:ff:ff:ff", "that of a group")]
    [InlineData("00:00:00:00:00:00", "all zeros")]
    public void A_MAC_address_that_no_station_can_have_is_refused_in_one_sentence(string text, string expected)
    {
        Assert.False(MacAddress.TryParse(text, out _, out string problem));
        AssertSentence(expected, problem);
    }

    [Fact]
    public void A_derived_MAC_address_is_local_stable_and_different_for_every_interface_and_address()
    {
        uint ip = IPv4Address.From(192, 168, 7, 2);
        byte[] address = MacAddress.Derive("nano0", ip);
        Assert.Equal(2, address[0]);
        Assert.Equal(address, MacAddress.Derive("nano0", ip));
        Assert.NotEqual(address, MacAddress.Derive("nano1", ip));
        Assert.NotEqual(address, MacAddress.Derive("nano0", ip + 1));
    }

    private static void AssertSentence(string expected, string problem)
    {
        Assert.Contains(expected, problem);
        Assert.EndsWith(".", problem);
        Assert.DoesNotContain('\n', problem);
    }
}
