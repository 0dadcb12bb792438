// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;

using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Host;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>An address and a port, and their form in bytes.</summary>
public class IPEndPointTests
{
    [Theory]
    [InlineData("192.168.7.2", 80, "192.168.7.2:80")]
    [InlineData("::1", 65535, "[::1]:65535")]
    public void Address_and_port_stand_in_its_text(string address, int port, string text)
    {
        IPEndPoint endPoint = new(IPAddress.Parse(address), port);

        Assert.Equal(text, endPoint.ToString());
        Assert.Equal(IPAddress.Parse(address), endPoint.Address);
        Assert.Equal(endPoint.Address.AddressFamily, endPoint.AddressFamily);
        Assert.Equal(port, endPoint.Port);
    }

    [Theory]
    [InlineData("192.168.7.2")]
    [InlineData("255.255.255.255")]
    [InlineData("fe80::1%4294967295")]
    public void It_survives_the_way_through_bytes(string address)
    {
        IPEndPoint endPoint = new(IPAddress.Parse(address), 0xABCD);

        SocketAddress bytes = endPoint.Serialize();

        Assert.Equal(endPoint.AddressFamily, bytes.Family);
        Assert.Equal(endPoint, new IPEndPoint(IPAddress.Any, 0).Create(bytes));
        Assert.Equal(bytes, endPoint.Serialize());
        Assert.Equal(bytes.GetHashCode(), endPoint.Serialize().GetHashCode());
    }

    [Fact]
    public void Its_bytes_are_those_of_sockaddr_in()
    {
        SocketAddress bytes = new IPEndPoint(IPAddress.Parse("1.2.3.4"), 0x1234).Serialize();

        Assert.Equal([2, 0, 0x12, 0x34, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0], Enumerable.Range(0, bytes.Size).Select(i => bytes[i]));
    }

    [Theory]
    [InlineData(AddressFamily.Unix, 16)]
    [InlineData(AddressFamily.Unknown, 16)]
    [InlineData(AddressFamily.InterNetwork, 2)]
    [InlineData(AddressFamily.InterNetwork, 7)]
    [InlineData(AddressFamily.InterNetworkV6, 27)]
    public void Bytes_that_are_no_end_point_are_refused(AddressFamily family, int size)
    {
        SocketAddress bytes = new(family, size);

        Assert.Equal(family, bytes.Family);
        Assert.Throws<ArgumentException>(() => new IPEndPoint(0, 0).Create(bytes));
    }

    [Fact]
    public void Bytes_have_room_for_the_family()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SocketAddress(AddressFamily.InterNetwork, 1));
    }

    [Fact]
    public void Bytes_are_equal_if_all_of_them_are()
    {
        SocketAddress bytes = new(AddressFamily.InterNetwork, 16);

        Assert.NotEqual(bytes, new SocketAddress(AddressFamily.InterNetwork, 17));
        Assert.NotEqual(bytes, new SocketAddress(AddressFamily.InterNetwork, 16) { [15] = 1 });
        Assert.Equal(bytes, new SocketAddress(AddressFamily.InterNetwork, 16));
    }

    [Fact]
    public void Address_and_port_make_it_equal()
    {
        IPEndPoint endPoint = new(0x04030201, 80);

        Assert.Equal(endPoint, new IPEndPoint(IPAddress.Parse("1.2.3.4"), 80));
        Assert.Equal(endPoint.GetHashCode(), new IPEndPoint(IPAddress.Parse("1.2.3.4"), 80).GetHashCode());
        Assert.NotEqual(endPoint, new IPEndPoint(IPAddress.Parse("1.2.3.4"), 81));
        Assert.NotEqual(endPoint, new IPEndPoint(IPAddress.Parse("1.2.3.5"), 80));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_has_16_bits(int port)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new IPEndPoint(IPAddress.Any, port));
        Assert.Throws<ArgumentNullException>(() => new IPEndPoint(null!, 80));
    }

    [Fact]
    public void It_is_the_same_for_the_stack_and_for_programs()
    {
        HostEndPoint filled = new(HostAddress.From(192, 168, 7, 2), 443);

        IPEndPoint endPoint = new(filled);

        Assert.Equal("192.168.7.2:443", endPoint.ToString());
        Assert.Equal(filled.Address, endPoint.Address.ToHost());
        Assert.Equal(filled.Address, endPoint.Address.MapToIPv6().ToHost());
        Assert.Equal(10047, Assert.Throws<SocketException>(() => IPAddress.IPv6Loopback.ToHost()).ErrorCode);
    }
}
