// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Sntp;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Host;

/// <summary>The clock of the polls may stand below zero, as a tick counter of 32 bits does after 25 days. Services are as quick as ever then.</summary>
public sealed class NegativeClockTests
{
    [Fact]
    public void A_link_local_address_is_taken()
    {
        var bench = new Bench(bench => new AutoIp(bench.Ip));
        ((AutoIp)bench.Tried).Start();

        bench.Advance(20_000);

        Assert.True(((AutoIp)bench.Tried).IsConfigured);
    }

    [Fact]
    public void A_time_server_is_asked()
    {
        var settings = new NetworkSettings();
        settings.AddNtpServer(new HostAddress(Frames.Peer));
        var bench = new Bench(bench => new SntpClient(bench.Udp, bench.Ip, settings, new SntpOptions()));
        bench.Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);

        bench.Advance(20_000);

        Assert.InRange(((SntpClient)bench.Tried).GetCount(SntpCounter.Requests), 1, 2);
    }

    private sealed class Bench : ServiceBench
    {
        private const long Start = -100_000_000;

        public Bench(Func<Bench, NetworkService> make)
            : base(Frames.OwnMac, Start)
        {
            Udp = new UdpTransport(Stack);
            Tried = make(this);
        }

        public UdpTransport Udp { get; }

        public NetworkService Tried { get; }

        protected override NetworkService Service => Tried;
    }
}
