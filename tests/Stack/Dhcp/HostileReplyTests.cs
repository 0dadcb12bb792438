// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>Replies for others, forged and in floods.</summary>
public class HostileReplyTests
{
    private readonly DhcpBench _bench = new();

    public static TheoryData<string> Faults => [.. s_faults.Keys];

    private static readonly Dictionary<string, (Action<Reply> Change, DhcpCounter Counter)> s_faults = new()
    {
        ["another transaction"] = (reply => reply.Transaction++, DhcpCounter.NotForUs),
        ["another client"] = (reply => reply.HardwareAddress[5]++, DhcpCounter.NotForUs),
        ["no client"] = (reply => Array.Clear(reply.HardwareAddress), DhcpCounter.NotForUs),
        ["a request"] = (reply => reply.Operation = 1, DhcpCounter.Invalid),
        ["no operation"] = (reply => reply.Operation = 0, DhcpCounter.Invalid),
        ["another kind of hardware"] = (reply => reply.HardwareType = 6, DhcpCounter.Invalid),
        ["a longer hardware address"] = (reply => reply.HardwareLength = 16, DhcpCounter.Invalid),
        ["a hardware address of 255 bytes"] = (reply => reply.HardwareLength = 255, DhcpCounter.Invalid),
        ["no hardware address"] = (reply => reply.HardwareLength = 0, DhcpCounter.Invalid),
        ["no cookie"] = (reply => reply.Cookie = 0, DhcpCounter.Invalid),
        ["another cookie"] = (reply => reply.Cookie++, DhcpCounter.Invalid),
        ["no type"] = (reply => reply.Without(Option.Type), DhcpCounter.Invalid),
        ["an empty type"] = (reply => reply.With(Option.Type, Array.Empty<byte>()), DhcpCounter.Invalid),
        ["an unknown type"] = (reply => reply.With(Option.Type, 200), DhcpCounter.Unexpected),
        ["a type of clients"] = (reply => reply.With(Option.Type, Option.Request), DhcpCounter.Unexpected),
        ["FORCERENEW"] = (reply => reply.With(Option.Type, 9), DhcpCounter.Unexpected),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_reply_with_a_fault_is_counted_and_changes_nothing(string fault)
    {
        (Action<Reply> change, DhcpCounter counter) = s_faults[fault];
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover).But(change));
        Assert.Equal(DhcpState.Selecting, _bench.Client.State);
        Assert.Equal(1, _bench.Count(counter));

        _bench.Arrives(Reply.Offer(discover));
        SentMessage request = _bench.Sends(Option.Request, within: 0);
        _bench.Arrives(Reply.Ack(request).But(change));
        Assert.Equal(DhcpState.Requesting, _bench.Client.State);
        Assert.Equal(2, _bench.Count(counter));
        _bench.SendsNothing();

        _bench.Arrives(Reply.Ack(request));
        _bench.FindsItFree();
    }

    [Fact]
    public void Bytes_behind_the_client_address_do_not_matter()
    {
        static void Fill(Reply reply) => Array.Fill(reply.HardwareAddress, (byte)0xEE, 6, 10);
        _bench.Arrives(Reply.Offer(_bench.Sends(Option.Discover)).But(Fill));
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request)).But(Fill));
        _bench.FindsItFree();
    }

    [Fact]
    public void A_reply_cut_anywhere_is_survived()
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        byte[] offer = Reply.Offer(discover).But(reply => reply.LeastLength = 0).ToBytes();
        int needed = offer.Length - 1;
        for (int length = 0; length < needed; length++)
        {
            _bench.Arrives(offer[..length]);
            if (_bench.Client.State != DhcpState.Selecting)
            {
                // All that an offer needs stands in front of the cut.
                break;
            }
        }

        Assert.True(_bench.Count(DhcpCounter.Invalid) >= 240);
        Assert.True(_bench.Count(DhcpCounter.Malformed) > 0);
    }

    [Fact]
    public void Any_byte_of_a_reply_may_be_wrong()
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        byte[] offer = Reply.Offer(discover).ToBytes();
        for (int i = 0; i < offer.Length; i++)
        {
            foreach (int value in (int[])[0, 1, 0x7F, 0x80, 0xFE, 0xFF])
            {
                byte[] broken = [.. offer];
                broken[i] = (byte)value;
                DhcpBench bench = new();
                SentMessage asked = bench.Sends(Option.Discover);
                Assert.Equal(discover.Transaction, asked.Transaction);
                bench.Arrives(broken);
                bench.Arrives(offer);
                Assert.True(bench.Client.State == DhcpState.Requesting, $"byte {i} is {value}");
            }
        }
    }

    [Fact]
    public void A_flood_of_forged_replies_allocates_nothing()
    {
        _bench.Bound();
        SentMessage request = _bench.Sends(Option.Request, within: 2_000_000);
        byte[][] forged =
        [
            .. s_faults.Values.Select(fault => Reply.Ack(request).But(fault.Change).ToBytes()),
            Reply.Offer(request).ToBytes(),
            Reply.Ack(request, 0).ToBytes(),
            Reply.Ack(request).But(reply => reply.Tail = [3, 200]).ToBytes(),
        ];
        byte[][] frames = [.. forged.Select(message => Frames.Udp(67, 68, message, DhcpBench.Server, IPv4Address.Broadcast))];

        Allocations.AssertNone(() =>
        {
            foreach (byte[] frame in frames)
            {
                _bench.Link.Arrive(frame);
            }

            return () =>
            {
                for (int i = 0; i < frames.Length; i++)
                {
                    _bench.Stack.Poll(_bench.Now);
                    _bench.Client.Poll(_bench.Now);
                }
            };
        });
        Assert.Equal(DhcpState.Renewing, _bench.Client.State);
        Assert.Equal("192.168.7.50/24", _bench.Ip.ToString());
    }

    [Fact]
    public void A_renewal_that_changes_nothing_allocates_nothing()
    {
        _bench.Bound(ack => ack.With(Option.Domain, "example.org"));
        Allocations.AssertNone(() =>
        {
            SentMessage request = _bench.Sends(Option.Request, within: 2_000_000);
            _bench.Link.Arrive(Frames.Udp(67, 68, Reply.Ack(request).With(Option.Domain, "example.org").ToBytes(), DhcpBench.Server, DhcpBench.Leased));
            return () =>
            {
                _bench.Stack.Poll(_bench.Now);
                _bench.Client.Poll(_bench.Now);
            };
        });
        Assert.True(_bench.Count(DhcpCounter.Renewed) > 0);
    }

    [Fact]
    public void A_flood_that_fills_the_queue_delays_a_lease_and_does_not_prevent_it()
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        for (int i = 0; i < 100; i++)
        {
            _bench.Link.Arrive(Frames.Udp(67, 68, new byte[300], DhcpBench.OtherServer, IPv4Address.Broadcast));
        }

        _bench.Arrives(Reply.Offer(discover));
        _bench.Advance(1000);
        SentMessage message = _bench.TakeMessages().FirstOrDefault() ?? _bench.Sends(Option.Discover);
        if (message.Type == Option.Discover)
        {
            _bench.Arrives(Reply.Offer(message));
            message = _bench.Sends(Option.Request);
        }

        _bench.Arrives(Reply.Ack(message));
        _bench.FindsItFree();
    }

    [Fact]
    public void A_rogue_server_that_answers_every_message_in_floods_gets_few_messages_back()
    {
        int sent = 0;
        for (int i = 0; i < 200; i++)
        {
            _bench.Advance(100);
            foreach (SentMessage message in _bench.TakeMessages())
            {
                sent++;
                for (int copy = 0; copy < 20; copy++)
                {
                    _bench.Arrives(message.Type == Option.Discover ? Reply.Offer(message) : Reply.Nak(message));
                }
            }
        }

        Assert.InRange(sent, 4, 20);
    }

    [Fact]
    public void Nobody_can_make_it_leave_a_lease_from_outside_its_own_transactions()
    {
        SentMessage request = _bench.Bound();
        HostAddress address = _bench.Ip.Address;
        for (uint i = 0; i < 2000; i++)
        {
            Reply nak = Reply.Nak(request).But(reply => reply.Transaction = i * 2_654_435_761);
            _bench.Arrives(nak, i % 2 == 0 ? IPv4Address.Broadcast : DhcpBench.Leased);
        }

        Assert.Same(address, _bench.Ip.Address);
        Assert.Equal(DhcpState.Bound, _bench.Client.State);
    }
}
