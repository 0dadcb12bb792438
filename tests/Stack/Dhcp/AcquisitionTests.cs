// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>From INIT to BOUND (RFC 2131 §3.1, §4.4.1), and the form of the messages on the way (§4.1, tables 4 and 5).</summary>
public class AcquisitionTests
{
    private static readonly byte[] s_list = [1, 3, 6, 12, 15, 42, 58, 59];

    private readonly DhcpBench _bench = new(options => options.HostName = "sensor-1");

    [Fact]
    public void A_lease_takes_a_DISCOVER_an_offer_a_REQUEST_and_an_acknowledgment()
    {
        Assert.Equal(DhcpState.Init, _bench.Client.State);
        SentMessage discover = _bench.Sends(Option.Discover);
        Assert.Equal(DhcpState.Selecting, _bench.Client.State);
        _bench.Arrives(Reply.Offer(discover));
        SentMessage request = _bench.Sends(Option.Request, within: 0);
        Assert.Equal(DhcpState.Requesting, _bench.Client.State);
        _bench.Arrives(Reply.Ack(request));
        Assert.Equal(DhcpState.Checking, _bench.Client.State);
        Assert.Null(_bench.Client.Lease);
        Assert.Same(HostAddress.Any, _bench.Ip.Address);
        _bench.FindsItFree();

        Assert.Equal("192.168.7.50/24", _bench.Ip.ToString());
        Assert.Equal("192.168.7.1", _bench.Ip.Gateway.ToString());
        Assert.Equal(1, _bench.Count(DhcpCounter.Bound));
        _bench.SendsNothing();
    }

    [Fact]
    public void The_first_message_leaves_within_a_second()
    {
        HashSet<long> times = [.. Enumerable.Range(1, 20).Select(seed => new DhcpBench(seed: seed).Sends(Option.Discover).At)];

        Assert.All(times, at => Assert.InRange(at, 0, 999));
        Assert.True(times.Count > 10, "boards that get power together ask together");
    }

    [Fact]
    public void The_DISCOVER_has_the_form_of_table_5()
    {
        SentMessage discover = _bench.Sends(Option.Discover);

        Assert.True(discover.IsBroadcastFrame);
        Assert.Equal(IPv4Address.Any, discover.Source);
        Assert.Equal(IPv4Address.Broadcast, discover.Destination);
        Assert.Equal([1, 1, 6, 0], discover.Head);
        Assert.Equal(0, discover.Seconds);
        Assert.Equal(0u, discover.ClientAddress);
        Assert.Equal(0u, discover.YourAddress);
        Assert.Equal([.. Frames.OwnMac, .. new byte[10]], discover.HardwareAddress);
        Assert.Equal([Option.Type, Option.ClientId, Option.Parameters, Option.MaxMessage, Option.HostName], discover.Codes);
        AssertWishes(discover);
    }

    [Fact]
    public void The_REQUEST_for_an_offer_names_the_address_and_the_server_in_options()
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover));
        SentMessage request = _bench.Sends(Option.Request);

        Assert.Equal(discover.Transaction, request.Transaction);
        Assert.True(request.IsBroadcastFrame);
        Assert.Equal(IPv4Address.Any, request.Source);
        Assert.Equal(IPv4Address.Broadcast, request.Destination);
        Assert.Equal(0u, request.ClientAddress);
        Assert.Equal(DhcpBench.Leased, request.GetAddress(Option.Requested));
        Assert.Equal(DhcpBench.Server, request.GetAddress(Option.Server));
        AssertWishes(request);
    }

    [Fact]
    public void Every_message_has_300_bytes_with_zeros_behind_the_end()
    {
        SentMessage request = _bench.Bound();

        Assert.Equal(300, request.Length);
        Assert.All(request.Padding, one => Assert.Equal(0, one));
    }

    [Fact]
    public void Every_message_fits_with_the_longest_name_and_identifier()
    {
        byte[] identifier = [.. Enumerable.Range(1, 64).Select(number => (byte)number)];
        string name = new('a', 63);
        DhcpBench bench = new(options =>
        {
            options.HostName = name;
            options.ClientIdentifier = identifier;
        });

        SentMessage request = bench.Requested();
        Assert.InRange(request.Length, 300, 548);
        Assert.Equal(identifier, request.Get(Option.ClientId));
        Assert.Equal(name, System.Text.Encoding.ASCII.GetString(request.Get(Option.HostName)!));
    }

    [Fact]
    public void An_identifier_of_RFC_4361_has_its_type_the_interface_and_the_DUID()
    {
        byte[] identifier = ClientIdentifier.FromDuid(7, [0, 3, 0, 1, .. Frames.OwnMac]);
        DhcpBench bench = new(options => options.ClientIdentifier = identifier);

        Assert.Equal([255, 0, 0, 0, 7, 0, 3, 0, 1, .. Frames.OwnMac], bench.Sends(Option.Discover).Get(Option.ClientId));
    }

    [Fact]
    public void Without_a_name_no_name_is_sent() => Assert.Null(new DhcpBench().Sends(Option.Discover).Get(Option.HostName));

    [Theory]
    [InlineData("my_board")]
    [InlineData("-board")]
    [InlineData("board-")]
    [InlineData("board.lan")]
    [InlineData("")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("bücher")]
    public void A_name_that_is_no_host_name_is_refused(string name)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new DhcpBench(options => options.HostName = name));
        Assert.Contains("'" + name + "'", refused.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65)]
    public void An_identifier_of_another_length_is_refused(int length)
        => Assert.Throws<ArgumentException>(() => new DhcpBench(options => options.ClientIdentifier = new byte[length]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Replies_come_by_broadcast_or_to_the_address_itself(bool byBroadcast)
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        Assert.False(discover.WantsBroadcast);
        uint destination = byBroadcast ? IPv4Address.Broadcast : DhcpBench.Leased;
        _bench.Arrives(Reply.Offer(discover), destination);
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request)), destination);
        _bench.FindsItFree();
    }

    [Fact]
    public void With_another_address_meanwhile_broadcasts_are_asked_for()
    {
        // Unicasts to the offered address do not arrive then.
        _bench.Ip.Configure(HostAddress.From(169, 254, 3, 4), 16, HostAddress.Any);
        SentMessage discover = _bench.Sends(Option.Discover);

        Assert.True(discover.WantsBroadcast);
        Assert.Equal(IPv4Address.Any, discover.Source);
        _bench.Arrives(Reply.Offer(discover));
        SentMessage request = _bench.Sends(Option.Request);
        Assert.True(request.WantsBroadcast);
        _bench.Arrives(Reply.Ack(request));
        Assert.Equal("169.254.3.4/16", _bench.Ip.ToString());
        _bench.FindsItFree();
        Assert.Equal("192.168.7.50/24", _bench.Ip.ToString());
    }

    [Fact]
    public void The_configuration_comes_from_the_acknowledgment_and_not_from_the_offer()
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover).With(Option.Router, DhcpBench.Host(77)).With(Option.Dns, DhcpBench.Host(78)).With(Option.Domain, "offer"));
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request)).With(Option.Domain, "lease").With(Option.Ntp, DhcpBench.Host(4)));
        _bench.FindsItFree();

        Assert.Equal("192.168.7.1", _bench.Ip.Gateway.ToString());
        Assert.Equal("192.168.7.1", _bench.Settings.DnsServer(0).ToString());
        Assert.Equal("192.168.7.4", _bench.Settings.NtpServer(0).ToString());
        Assert.Equal("lease", _bench.Settings.Domain);
    }

    [Fact]
    public void The_lease_shows_what_the_server_told()
    {
        SentMessage request = _bench.Bound(ack => ack.With(Option.T1, 600u).With(Option.T2, 3000u).With(Option.HostName, "node7").With(Option.Domain, "example.org"));
        DhcpLease lease = _bench.Client.Lease!;

        Assert.Equal("192.168.7.50", lease.Address.ToString());
        Assert.Equal(24, lease.PrefixLength);
        Assert.Equal("192.168.7.1", lease.Router.ToString());
        Assert.Equal("192.168.7.1", lease.Server.ToString());
        Assert.Equal(3600, lease.Seconds);
        Assert.Equal(600, lease.RenewalSeconds);
        Assert.Equal(3000, lease.RebindingSeconds);
        Assert.Equal("node7", lease.HostName);
        Assert.Equal("example.org", lease.Domain);
        Assert.Equal(request.At, lease.Began);
        Assert.Equal(3500, lease.SecondsLeft(request.At + 100_000));
        Assert.Equal(0, lease.SecondsLeft(request.At + 4_000_000));
    }

    [Fact]
    public void Without_a_link_nothing_is_sent_and_with_it_the_client_begins()
    {
        DhcpBench bench = new(starts: false);
        bench.Link.HasCable = false;
        Assert.Equal(SocketError.Success, bench.Client.Start());
        bench.SendsNothingFor(3_600_000);
        Assert.Equal(DhcpState.Init, bench.Client.State);

        bench.Link.HasCable = true;
        Assert.InRange(bench.Sends(Option.Discover, within: 2000).At, 3_600_000, 3_602_000);
    }

    [Fact]
    public void It_starts_once()
    {
        Assert.Equal(SocketError.InvalidArgument, _bench.Client.Start());
    }

    [Fact]
    public void It_does_not_start_when_another_socket_has_its_port()
    {
        DhcpBench bench = new(starts: false);
        var other = new NanoTcp.Udp.UdpSocket(bench.Udp, new NanoTcp.Udp.UdpSocketOptions());
        Assert.Equal(SocketError.Success, other.Bind(68));

        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Client.Start());
        Assert.Equal(DhcpState.Stopped, bench.Client.State);
        other.Close();
        Assert.Equal(SocketError.Success, bench.Client.Start());
    }

    [Fact]
    public void While_bound_broadcasts_of_others_are_not_even_received()
    {
        _bench.Bound();
        Assert.False(_bench.Link.BroadcastsWanted);
    }

    private static void AssertWishes(SentMessage message)
    {
        Assert.Equal(s_list, message.Get(Option.Parameters));
        Assert.Equal([2, 64], message.Get(Option.MaxMessage));
        Assert.Equal([1, .. Frames.OwnMac], message.Get(Option.ClientId));
        Assert.Equal("sensor-1"u8.ToArray(), message.Get(Option.HostName));
    }
}
