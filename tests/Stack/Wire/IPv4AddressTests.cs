// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Wire;

/// <summary>IPv4 addresses as numbers and as text.</summary>
public class IPv4AddressTests
{
    [Theory]
    [InlineData("0.0.0.0", 0u)]
    [InlineData("192.168.7.2", 0xC0A80702u)]
    [InlineData("255.255.255.255", 0xFFFFFFFFu)]
    [InlineData("1.20.255.100", 0x0114FF64u)]
    public void Text_and_number_are_the_same(string text, uint address)
    {
        Assert.True(IPv4Address.TryParse(text, out uint parsed));
        Assert.Equal(address, parsed);
        Assert.Equal(text, IPv4Address.ToString(address));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1..2.3")]
    [InlineData("1.2.3.4.")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.1000")]
    [InlineData("4294967296.0.0.0")]
    [InlineData("1.2.3.04")]
    [InlineData("00.2.3.4")]
    [InlineData("1.2.3.-4")]
    [InlineData("1.2.3.+4")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4/24")]
    [InlineData("0x1.2.3.4")]
    [InlineData("a.b.c.d")]
    [InlineData("1.2.3.\u0664")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(IPv4Address.TryParse(text, out uint address));
        Assert.Equal(0u, address);
    }

    [Theory]
    [InlineData(0, 0u)]
    [InlineData(1, 0x80000000u)]
    [InlineData(8, 0xFF000000u)]
    [InlineData(24, 0xFFFFFF00u)]
    [InlineData(31, 0xFFFFFFFEu)]
    [InlineData(32, 0xFFFFFFFFu)]
    public void A_prefix_length_gives_its_mask(int prefixLength, uint mask)
    {
        Assert.Equal(mask, IPv4Address.Mask(prefixLength));
    }

    [Theory]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("1.0.0.0", true)]
    [InlineData("126.255.255.255", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("128.0.0.1", true)]
    [InlineData("223.255.255.255", true)]
    [InlineData("224.0.0.1", false)]
    [InlineData("239.255.255.255", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    public void Only_some_addresses_can_be_a_hosts(string text, bool expected)
    {
        Assert.True(IPv4Address.TryParse(text, out uint address));
        Assert.Equal(expected, IPv4Address.IsHost(address));
    }
}
