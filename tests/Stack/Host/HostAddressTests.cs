// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tests.Stack.Host;

/// <summary>The address of a host is an object that is read from text, compared and shown.</summary>
public sealed class HostAddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.7.2")]
    [InlineData("255.255.255.255")]
    public void Text_that_is_read_is_shown_again(string text)
    {
        Assert.Equal(text, HostAddress.Parse(text).ToString());
        Assert.True(HostAddress.TryParse(text, out HostAddress? address));
        Assert.Equal(HostAddress.Parse(text), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("192.168.7")]
    [InlineData("192.168.7.256")]
    [InlineData("192.168.07.2")]
    [InlineData("192.168.7.2 ")]
    [InlineData("192.168.7.2/24")]
    [InlineData("١.2.3.4")]
    [InlineData("1.2.3.4\0")]
    [InlineData("fe80::1")]
    public void Text_that_is_no_address_is_refused_and_shown_in_the_reason(string text)
    {
        Assert.False(HostAddress.TryParse(text, out HostAddress? address));
        Assert.Null(address);
        FormatException refusal = Assert.Throws<FormatException>(() => HostAddress.Parse(text));
        Assert.Contains($"'{text}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => HostAddress.Parse(null!));
        Assert.False(HostAddress.TryParse(null, out _));
    }

    [Fact]
    public void Equal_addresses_are_equal_objects()
    {
        HostAddress address = HostAddress.From(10, 0, 0, 1);
        Assert.Equal(HostAddress.Parse("10.0.0.1"), address);
        Assert.Equal(HostAddress.Parse("10.0.0.1").GetHashCode(), address.GetHashCode());
        Assert.NotEqual(HostAddress.From(10, 0, 0, 2), address);
        Assert.False(address.Equals("10.0.0.1"));
        Assert.Equal(HostAddress.Any, HostAddress.From(0, 0, 0, 0));
    }

    [Fact]
    public void Its_bytes_are_those_of_a_header()
    {
        byte[] bytes = new byte[6];
        HostAddress.From(10, 20, 30, 40).CopyTo(bytes, 1);
        Assert.Equal([0, 10, 20, 30, 40, 0], bytes);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Bytes_that_do_not_stand_in_the_array_are_refused_and_nothing_is_written(int offset)
    {
        byte[] bytes = new byte[8];
        Assert.Throws<ArgumentOutOfRangeException>(() => HostAddress.From(bytes, offset));
        Assert.Throws<ArgumentOutOfRangeException>(() => HostAddress.Broadcast.CopyTo(bytes, offset));
        Assert.Equal(new byte[8], bytes);
    }

    [Fact]
    public void A_missing_array_or_address_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => HostAddress.From(null!, 0));
        Assert.Throws<ArgumentNullException>(() => HostAddress.Any.CopyTo(null!, 0));
        Assert.Throws<ArgumentNullException>(() => new HostEndPoint().HasAddress(null!));
        Assert.Throws<ArgumentNullException>(() => new HostEndPoint(null!, 1));
        Assert.Throws<ArgumentNullException>(() => new HostEndPoint().Set(null!));
        Assert.False(HostAddress.Any.Equals(null));
    }
}
