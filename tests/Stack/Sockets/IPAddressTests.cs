// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;

using CsCheck;
using nano::System.Net;
using nano::System.Net.Sockets;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>Addresses of IPv4 and IPv6, beside .NET's of the same name.</summary>
public class IPAddressTests
{
    /// <summary>16 bytes in which groups of zero are frequent.</summary>
    private static readonly Gen<byte[]> s_ipv6 = Gen.OneOf(Gen.Const(new byte[2]), Gen.Byte.Array[2]).Array[8].Select(groups => groups.SelectMany(group => group).ToArray());

    [Fact]
    public void The_constants_are_those_of_NET()
    {
        Assert.Equal("0.0.0.0", IPAddress.Any.ToString());
        Assert.Equal("127.0.0.1", IPAddress.Loopback.ToString());
        Assert.Equal("255.255.255.255", IPAddress.Broadcast.ToString());
        Assert.Equal(IPAddress.Broadcast, IPAddress.None);
        Assert.Equal("::", IPAddress.IPv6Any.ToString());
        Assert.Equal("::1", IPAddress.IPv6Loopback.ToString());
    }

    [Fact]
    public void Text_number_and_bytes_give_the_same_IPv4_address()
    {
        IPAddress address = IPAddress.Parse("192.168.7.2");

        Assert.Equal(address, new IPAddress([192, 168, 7, 2]));
        Assert.Equal(address, new IPAddress(0x0207A8C0));
        Assert.Equal([192, 168, 7, 2], address.GetAddressBytes());
        Assert.Equal("192.168.7.2", address.ToString());
        Assert.Equal(AddressFamily.InterNetwork, address.AddressFamily);
    }

    [Fact]
    public void An_IPv6_address_is_written_as_NET_writes_it()
    {
        s_ipv6.Sample(bytes =>
        {
            string text = new IPAddress(bytes).ToString();
            Assert.Equal(bytes, System.Net.IPAddress.Parse(text).GetAddressBytes());
            if (!EmbedsIPv4(bytes))
            {
                Assert.Equal(new System.Net.IPAddress(bytes).ToString(), text);
            }
        });
    }

    [Fact]
    public void What_NET_writes_is_read()
    {
        Gen.Select(s_ipv6, Gen.UInt).Sample((bytes, scope) =>
        {
            IPAddress address = IPAddress.Parse(new System.Net.IPAddress(bytes, scope).ToString());

            Assert.Equal(bytes, address.GetAddressBytes());
            Assert.Equal(scope, address.ScopeId);
        });
    }

    [Theory]
    [InlineData("2001:DB8::00A", "2001:db8::a")]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("::FFFF:192.0.2.33", "::ffff:192.0.2.33")]
    [InlineData("fe80::1%0", "fe80::1")]
    [InlineData("fe80::1%4294967295", "fe80::1%4294967295")]
    public void An_IPv6_address_is_written_as_RFC_5952_has_it(string text, string written)
    {
        Assert.Equal(written, IPAddress.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.04")]
    [InlineData("localhost")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("::1::")]
    [InlineData(":1::")]
    [InlineData("1::2:")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4::5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("12345::")]
    [InlineData("g::")]
    [InlineData("::1.2.3")]
    [InlineData("1.2.3.4::")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("fe80::1%")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%4294967296")]
    [InlineData("[::1]")]
    public void Anything_else_is_no_address(string text)
    {
        Assert.False(IPAddress.TryParse(text, out IPAddress? address));
        Assert.Null(address);
        Assert.Throws<FormatException>(() => IPAddress.Parse(text));
    }

    [Fact]
    public void Text_of_any_form_throws_nothing_but_the_error_for_no_address()
    {
        Gen.String[Gen.Char["0123456789abcfF:.%"], 0, 24].Sample(text =>
        {
            if (IPAddress.TryParse(text, out IPAddress? address))
            {
                Assert.Equal(address, IPAddress.Parse(address!.ToString()));
            }
        });
    }

    [Fact]
    public void Missing_text_and_bytes_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => IPAddress.Parse(null!));
        Assert.Throws<ArgumentNullException>(() => new IPAddress((byte[])null!));
        Assert.False(IPAddress.TryParse(null, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(17)]
    public void An_address_has_4_or_16_bytes(int length)
    {
        Assert.Throws<ArgumentException>(() => new IPAddress(new byte[length]));
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(0x100000000L)]
    public void A_number_of_more_than_32_bits_is_no_address(long number)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new IPAddress(number));
    }

    [Fact]
    public void The_bytes_of_an_address_are_copies()
    {
        byte[] bytes = IPAddress.IPv6Loopback.GetAddressBytes();
        IPAddress address = new(bytes);

        bytes[15] = 2;
        address.GetAddressBytes()[15] = 3;

        Assert.Equal(IPAddress.IPv6Loopback, address);
    }

    [Fact]
    public void Addresses_are_equal_by_family_bytes_and_zone()
    {
        IPAddress? none = null;
        IPAddress address = IPAddress.Parse("1.2.3.4");
        IPAddress linkLocal = IPAddress.Parse("fe80::1%2");

        Assert.True(address == IPAddress.Parse("1.2.3.4"));
        Assert.True(address != IPAddress.Parse("1.2.3.5"));
        Assert.True(address != IPAddress.Parse("::ffff:1.2.3.4"));
        Assert.True(linkLocal == IPAddress.Parse("fe80::1%2"));
        Assert.True(linkLocal != IPAddress.Parse("fe80::1%3"));
        Assert.True(none == null);
        Assert.True(address != none);
        Assert.True(none != address);
        Assert.False(address.Equals("1.2.3.4"));
        Assert.Equal(address.GetHashCode(), IPAddress.Parse("1.2.3.4").GetHashCode());
        Assert.Equal(linkLocal.GetHashCode(), IPAddress.Parse("fe80::1%2").GetHashCode());
    }

    [Fact]
    public void An_IPv4_address_has_a_form_of_IPv6()
    {
        IPAddress address = IPAddress.Parse("192.0.2.33");
        IPAddress mapped = address.MapToIPv6();

        Assert.Equal("::ffff:192.0.2.33", mapped.ToString());
        Assert.True(mapped.IsIPv4MappedToIPv6);
        Assert.False(address.IsIPv4MappedToIPv6);
        Assert.False(IPAddress.IPv6Loopback.IsIPv4MappedToIPv6);
        Assert.Equal(address, mapped.MapToIPv4());
        Assert.Same(mapped, mapped.MapToIPv6());
        Assert.Same(address, address.MapToIPv4());
    }

    [Fact]
    public void Only_an_IPv6_address_has_a_zone()
    {
        IPAddress address = new(new byte[16], 5) { ScopeId = 7 };

        Assert.Equal(7, address.ScopeId);
        Assert.Throws<ArgumentOutOfRangeException>(() => address.ScopeId = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new IPAddress(new byte[16], 0x100000000));
        Assert.Throws<ArgumentException>(() => new IPAddress(new byte[4], 1));
        Assert.Equal(SocketError.OperationNotSupported, Assert.Throws<SocketException>(() => IPAddress.Any.ScopeId).SocketErrorCode);
        Assert.Equal(SocketError.OperationNotSupported, Assert.Throws<SocketException>(() => IPAddress.Any.ScopeId = 1).SocketErrorCode);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.255.0.9", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("128.0.0.1", false)]
    [InlineData("::2", false)]
    public void The_loopback_is_127_8_and_its_likes(string text, bool isLoopback)
    {
        Assert.Equal(isLoopback, IPAddress.IsLoopback(IPAddress.Parse(text)));
    }

    [Fact]
    public void A_program_without_a_network_has_no_local_address()
    {
        Assert.Equal(IPAddress.Any, IPAddress.GetDefaultLocalAddress());
    }

    // .NET writes further forms with an IPv4 address in them, which RFC 5952 §5 leaves open.
    private static bool EmbedsIPv4(byte[] bytes)
    {
        return new System.Net.IPAddress(bytes).ToString().Contains('.', StringComparison.Ordinal);
    }
}
