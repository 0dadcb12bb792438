// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using NanoTcp.HostSim.Tap;
using NanoTcp.Link;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tests.Interop;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim;

/// <summary>The TAP link against the kernel, on an interface of the test's own with an address for measurements (RFC 2544).</summary>
[Collection(OwnTapCollection.Name)]
public class TapLinkTests
{
    private static readonly string s_name = $"nt{Environment.ProcessId}";
    private static readonly byte[] s_mac = [2, 0, 0, 0, 2, 2];
    private static readonly IPv4Prefix s_address = new(IPv4Address.From(198, 18, 251, 2), 30);
    private static readonly IPAddress s_station = IPAddress.Parse("198.18.251.2");

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("sixteen-letters-")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("tap%d")]
    public void A_malformed_name_is_refused(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        TapException refused = Assert.Throws<TapException>(() => TapLink.Open(name, s_mac, s_address));
        Assert.Contains("is not the name of a network interface", refused.Message);
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void A_missing_interface_is_made_configured_and_gone_at_the_end()
    {
        Needs.Root();
        Assert.Null(Find());
        using (TapLink link = TapLink.Open(s_name, s_mac, s_address))
        {
            Assert.True(link.Created);
            Assert.True(link.IsUp);
            Assert.Equal(s_mac, link.MacAddress);
            UnicastIPAddressInformation host = Assert.Single(
                Find()!.GetIPProperties().UnicastAddresses,
                unicast => unicast.Address.AddressFamily == AddressFamily.InterNetwork);
            Assert.Equal(IPAddress.Parse("198.18.251.1"), host.Address);
            Assert.Equal(30, host.PrefixLength);
        }

        Assert.Null(Find());
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void An_interface_in_use_is_refused_and_stays_as_it_is()
    {
        Needs.Root();
        using TapLink link = TapLink.Open(s_name, s_mac, s_address);
        TapException refused = Assert.Throws<TapException>(() => TapLink.Open(s_name, s_mac, s_address));
        Assert.Equal($"The TAP interface {s_name} is in use by another program.", refused.Message);
        Assert.NotNull(Find());
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void An_interface_that_is_no_TAP_is_refused()
    {
        Needs.Root();
        TapException refused = Assert.Throws<TapException>(() => TapLink.Open("lo", s_mac, s_address));
        Assert.StartsWith("lo exists but is not a TAP interface", refused.Message);
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void An_address_that_the_machine_itself_has_is_refused()
    {
        Needs.Root();
        using TapLink link = TapLink.Open(s_name, s_mac, s_address);
        TapException refused = Assert.Throws<TapException>(() => TapLink.Open($"{s_name}b", s_mac, s_address.Neighbour));
        Assert.StartsWith("198.18.251.1 is an address of this machine itself", refused.Message);
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void Frames_go_both_ways()
    {
        Needs.Root();
        using TapLink link = TapLink.Open(s_name, s_mac, s_address);

        // The host asks who has the address. After the answer the datagram follows.
        FrameBuffer datagram = TapStation.AwaitDatagram(link, s_station);
        Assert.Equal("question"u8, datagram.Data.AsSpan(datagram.Offset + 42, 8));

        // As from a network card: padded.
        Assert.Equal(60, datagram.Length);
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void With_offload_the_kernel_leaves_a_checksum_out_and_the_link_vouches_for_it()
    {
        Needs.Root();
        using TapLink link = TapLink.Open(s_name, s_mac, s_address, offload: true);
        Assert.True(link.OffloadsChecksum);
        Assert.Equal(TapLink.MaxOffloadFrame, link.MaxTransmit);
        FrameBuffer datagram = TapStation.AwaitDatagram(link, s_station);
        Assert.True(datagram.ChecksumVerified);
        Assert.Equal("question"u8, datagram.Data.AsSpan(datagram.Offset + 42, 8));
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void An_interface_that_stays_hands_over_whole_frames_once_nobody_offloads()
    {
        Needs.Root();
        using PersistentTap interfaceThatStays = new(s_name, "198.18.251.1/30");
        using (TapLink offloading = TapLink.Open(s_name, s_mac, s_address, offload: true))
        {
            Assert.False(offloading.Created);
        }

        using TapLink link = TapLink.Open(s_name, s_mac, s_address);
        FrameBuffer datagram = TapStation.AwaitDatagram(link, s_station);
        Assert.False(datagram.ChecksumVerified);

        // The pseudo header and the datagram: addresses, protocol, length, and everything from the ports on.
        const int udp = 17;
        const int length = 16;
        int sum = udp + length;
        for (int i = datagram.Offset + 26; i < datagram.Offset + 34 + length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(datagram.Data.AsSpan(i));
        }

        Assert.Equal(0xFFFF, (sum & 0xFFFF) + (sum >> 16));
    }

    private static NetworkInterface? Find()
    {
        return NetworkInterface.GetAllNetworkInterfaces().SingleOrDefault(candidate => candidate.Name == s_name);
    }
}
