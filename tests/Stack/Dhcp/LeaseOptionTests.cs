// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>Where options stand and how they are put together: overload (RFC 2131 §4.1, RFC 2132 §9.3), pieces (RFC 3396), and nonsense.</summary>
public class LeaseOptionTests
{
    private readonly DhcpBench _bench = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Options_stand_in_file_and_sname_when_option_52_says_so(int overload)
    {
        byte[] server = Reply.Encode(Option.Server, Reply.Bytes(DhcpBench.Server));
        byte[] router = Reply.Encode(Option.Router, Reply.Bytes(DhcpBench.Host(77)));
        void Overload(Reply reply)
        {
            reply.Without(Option.Server).Without(Option.Router).With(Option.Overload, (byte)overload);
            reply.File = overload == 1 ? [.. server, .. router, 255] : overload == 3 ? [.. server, 255] : [];
            reply.ServerName = overload == 2 ? [.. server, .. router, 255] : overload == 3 ? [.. router, 255] : [];
        }

        _bench.Arrives(Reply.Offer(_bench.Sends(Option.Discover)).But(Overload));
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request)).But(Overload));
        _bench.FindsItFree();

        Assert.Equal("192.168.7.1", _bench.Client.Lease!.Server.ToString());
        Assert.Equal("192.168.7.77", _bench.Ip.Gateway.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(2)]
    public void A_file_without_option_52_is_a_file(int? overload)
    {
        byte[] router = Reply.Encode(Option.Router, Reply.Bytes(DhcpBench.Host(77)));
        _bench.Bound(ack =>
        {
            ack.File = [.. router, 255];
            _ = overload is { } value ? ack.With(Option.Overload, (byte)value) : ack;
        });

        Assert.Equal("192.168.7.1", _bench.Ip.Gateway.ToString());
    }

    [Fact]
    public void An_overload_inside_an_overloaded_field_is_ignored()
    {
        _bench.Bound(ack =>
        {
            ack.Without(Option.Router).With(Option.Overload, 1);
            ack.File = [.. Reply.Encode(Option.Overload, 2), 255];
            ack.ServerName = [.. Reply.Encode(Option.Router, Reply.Bytes(DhcpBench.Host(77))), 255];
        });

        Assert.Equal("0.0.0.0", _bench.Ip.Gateway.ToString());
    }

    [Fact]
    public void A_field_full_of_options_needs_no_end()
    {
        byte[] text = Reply.Encode(Option.VendorSpecific, new byte[56]);
        _bench.Bound(ack =>
        {
            ack.Without(Option.Router).With(Option.Overload, 3);
            ack.File = [.. text, .. text, .. Reply.Encode(Option.VendorSpecific, new byte[10])];
            ack.ServerName = [.. Reply.Encode(Option.VendorSpecific, new byte[56]), .. Reply.Encode(Option.Router, Reply.Bytes(DhcpBench.Host(77)))];
        });

        Assert.Equal("192.168.7.77", _bench.Ip.Gateway.ToString());
    }

    [Fact]
    public void The_pieces_of_an_option_are_one_option_in_the_order_options_file_sname()
    {
        _bench.Bound(ack =>
        {
            ack.With(Option.Domain, "exam").Adding(Option.HostName, 78).Adding(Option.Domain, 112, 108).With(Option.Overload, 3);
            ack.File = [.. Reply.Encode(Option.Domain, 101, 46, 111), 255];
            ack.ServerName = [.. Reply.Encode(Option.Domain, 114, 103), 255];
        });

        Assert.Equal("example.org", _bench.Settings.Domain);
        Assert.Equal("N", _bench.Client.Lease!.HostName);
    }

    [Fact]
    public void An_address_can_be_in_pieces_too()
    {
        byte[] address = Reply.Bytes(DhcpBench.Host(9));
        _bench.Bound(ack => ack.With(Option.Dns, address[..3]).Adding(Option.Dns, address[3..]));

        Assert.Equal(1, _bench.Settings.DnsServers);
        Assert.Equal("192.168.7.9", _bench.Settings.DnsServer(0).ToString());
    }

    [Fact]
    public void Pads_between_options_are_skipped()
    {
        _bench.Bound(ack =>
        {
            ack.Without(Option.Router);
            ack.Tail = [0, 0, 0, .. Reply.Encode(Option.Router, Reply.Bytes(DhcpBench.Host(77))), 0, 255, .. Reply.Encode(Option.Domain, 97)];
        });

        Assert.Equal("192.168.7.77", _bench.Ip.Gateway.ToString());
        Assert.Equal("", _bench.Settings.Domain);
    }

    [Theory]
    [InlineData("example.org\0", "example.org")]
    [InlineData("example.org\0\0\0", "example.org")]
    [InlineData("example.org.", "example.org")]
    [InlineData("example.org.\0", "example.org")]
    [InlineData("\0", "")]
    [InlineData(".", "")]
    [InlineData("exam\0ple", "")]
    [InlineData("exam ple", "")]
    [InlineData("<script>", "")]
    [InlineData("a;b\n", "")]
    [InlineData("b\u00fccher.example", "")]
    [InlineData("_tcp.example-1.org", "_tcp.example-1.org")]
    public void A_name_is_taken_without_what_servers_put_behind_it_or_not_at_all(string told, string taken)
    {
        _bench.Bound(ack => ack.With(Option.Domain, told).With(Option.HostName, told));

        Assert.Equal(taken, _bench.Settings.Domain);
        Assert.Equal(taken, _bench.Client.Lease!.HostName);
    }

    [Theory]
    [InlineData(253, true)]
    [InlineData(254, false)]
    [InlineData(255, false)]
    public void A_name_has_at_most_253_characters(int length, bool isTaken)
    {
        _bench.Bound(ack => ack.With(Option.Domain, new string('a', length)));
        Assert.Equal(isTaken ? length : 0, _bench.Settings.Domain.Length);
    }

    [Fact]
    public void A_name_of_several_hundred_characters_in_pieces_is_not_taken()
    {
        _bench.Bound(ack => ack.With(Option.Domain, new string('a', 128)).Adding(Option.Domain, [.. Enumerable.Repeat((byte)'a', 128)]));
        Assert.Equal("", _bench.Settings.Domain);
    }

    [Fact]
    public void Of_many_servers_the_first_three_usable_ones_are_taken_once_each()
    {
        uint[] servers = [0, DhcpBench.Host(1), 0xFFFFFFFF, DhcpBench.Host(1), 0xE0000101, DhcpBench.Host(2), 0x7F000001, DhcpBench.Host(3), DhcpBench.Host(4)];
        _bench.Bound(ack => ack.With(Option.Dns, servers).With(Option.Ntp, servers));

        Assert.Equal(["192.168.7.1", "192.168.7.2", "192.168.7.3"], Enumerable.Range(0, _bench.Settings.DnsServers).Select(index => _bench.Settings.DnsServer(index).ToString()));
        Assert.Equal(["192.168.7.1", "192.168.7.2", "192.168.7.3"], Enumerable.Range(0, _bench.Settings.NtpServers).Select(index => _bench.Settings.NtpServer(index).ToString()));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 1)]
    [InlineData(252, 1)]
    public void A_list_has_as_many_addresses_as_are_whole(int length, int count)
    {
        byte[] list = [.. Enumerable.Range(0, 64).SelectMany(_ => Reply.Bytes(DhcpBench.Server))];
        _bench.Bound(ack => ack.With(Option.Dns, list[..length]));
        Assert.Equal(count, _bench.Settings.DnsServers);
    }

    [Theory]
    [InlineData(new byte[] { 3 })]
    [InlineData(new byte[] { 3, 4, 1, 2, 3 })]
    [InlineData(new byte[] { 3, 255 })]
    [InlineData(new byte[] { 53, 200, 5 })]
    public void Options_that_do_not_fit_into_the_message_make_it_invalid(byte[] tail)
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover).But(offer =>
        {
            offer.Tail = tail;
            offer.LeastLength = 0;
        }));

        Assert.Equal(DhcpState.Selecting, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Malformed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Options_that_do_not_fit_into_their_field_make_it_invalid_too(int overload)
    {
        byte[] field = new byte[overload == 1 ? 128 : 64];
        field[^1] = Option.Router;
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover).With(Option.Overload, (byte)overload).But(offer =>
        {
            offer.File = overload == 1 ? field : [];
            offer.ServerName = overload == 2 ? field : [];
        }));

        Assert.Equal(DhcpState.Selecting, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Malformed));
    }

    [Fact]
    public void Options_without_an_end_end_with_the_message()
    {
        void NoEnd(Reply reply)
        {
            reply.Tail = [];
            reply.LeastLength = 0;
        }

        _bench.Arrives(Reply.Offer(_bench.Sends(Option.Discover)).But(NoEnd));
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request)).But(NoEnd));
        _bench.FindsItFree();
    }

    [Fact]
    public void A_reply_that_is_padded_beyond_the_buffer_is_taken()
    {
        _bench.Arrives(Reply.Offer(_bench.Sends(Option.Discover)).But(offer => offer.LeastLength = 1000));
        _bench.Sends(Option.Request, within: 0);
    }

    [Fact]
    public void A_reply_of_576_bytes_is_read_to_its_end()
    {
        _bench.Bound(ack =>
        {
            ack.Without(Option.Router).With(Option.VendorSpecific, new byte[200]);
            int used = ack.But(reply => reply.LeastLength = 0).ToBytes().Length - 1;
            ack.Tail = [.. Reply.Encode(200, new byte[548 - used - 2 - 6 - 1]), .. Reply.Encode(Option.Router, Reply.Bytes(DhcpBench.Host(77))), 255];
            Assert.Equal(548, ack.ToBytes().Length);
        });

        Assert.Equal("192.168.7.77", _bench.Ip.Gateway.ToString());
    }

    [Theory]
    [InlineData(Option.LeaseTime)]
    [InlineData(Option.Server)]
    [InlineData(Option.Mask)]
    [InlineData(Option.T1)]
    [InlineData(Option.T2)]
    [InlineData(Option.Router)]
    [InlineData(Option.Dns)]
    public void A_number_that_is_too_short_is_none(int code)
    {
        _bench.Bound(ack => ack.With(code, 1, 2, 3));

        Assert.Equal("192.168.7.50/24", _bench.Ip.ToString());
        Assert.Equal(3600, _bench.Client.Lease!.Seconds);
        Assert.Equal(1800, _bench.Client.Lease!.RenewalSeconds);
        Assert.Equal("192.168.7.1", _bench.Client.Lease!.Server.ToString());
    }

    [Fact]
    public void A_doubled_option_counts_with_its_first_number()
    {
        _bench.Bound(ack => ack.Adding(Option.LeaseTime, Reply.Bytes(7)).Adding(Option.Server, Reply.Bytes(DhcpBench.OtherServer)).Adding(Option.Type, Option.Nak));

        Assert.Equal(3600, _bench.Client.Lease!.Seconds);
        Assert.Equal("192.168.7.1", _bench.Client.Lease!.Server.ToString());
    }
}
