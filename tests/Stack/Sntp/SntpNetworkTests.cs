// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Servers;
using NanoTcp.Simulation.Wire;
using NanoTcp.Sntp;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Sntp;

/// <summary>The client and time servers on a virtual wire.</summary>
public class SntpNetworkTests
{
    private const int Hour = 3_600_000;

    private static readonly DateTimeOffset s_start = new(2035, 12, 31, 23, 0, 0, TimeSpan.Zero);

    private readonly List<NtpServer> _servers = [];
    private VirtualNetwork _network = null!;

    private DateTimeOffset Time => s_start.AddMilliseconds(_network.Now);

    /// <summary>A network with a client and so many servers, all with the right time.</summary>
    private SntpClient Connect(WireFaults faults, int servers = 1)
    {
        var wire = new VirtualWire(faults);
        _network = new VirtualNetwork(wire);
        NetworkStack stack = Host(wire, 2, out UdpTransport udp, out IPv4 ip);
        var client = new SntpClient(udp, ip, new NetworkSettings(), new SntpOptions());
        _network.Add(stack, new Application(client));
        for (int host = 10; host < 10 + servers; host++)
        {
            NetworkStack other = Host(wire, host, out UdpTransport otherUdp, out _);
            _servers.Add(new NtpServer(otherUdp, () => Time));
            _network.Add(other, new Application(_servers[^1]));
            Assert.True(client.AddServer(SntpBench.Host(host)));
        }

        return client;
    }

    private static NetworkStack Host(VirtualWire wire, int last, out UdpTransport udp, out IPv4 ip)
    {
        var stack = new NetworkStack(wire.Attach(IpBench.Mac(last)), new FixedEntropy(last), new StackOptions());
        udp = new UdpTransport(stack);
        ip = new IPv4(stack, new IPv4Options());
        ip.Configure(SntpBench.Host(last), 24, HostAddress.Any);
        return stack;
    }

    private double Error(SntpClient client)
    {
        Assert.True(client.TryGetUtc(_network.Now, out long utc));
        return Math.Abs((DateTimeOffset.FromUnixTimeMilliseconds(utc) - Time).TotalMilliseconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(300)]
    public void The_delay_of_the_wire_does_not_make_the_time_wrong(int delay)
    {
        SntpClient client = Connect(new WireFaults { DelayMs = delay });
        _network.RunUntil(() => client.IsSynchronized, 20_000);

        // The first request waits for the server's MAC address, which is not on the way back.
        Assert.InRange(Error(client), 0, delay + 2);
        _network.RunUntil(() => client.GetCount(SntpCounter.Answers) == 2, Hour);
        Assert.InRange(Error(client), 0, 2);
    }

    [Fact]
    public void A_wire_that_loses_and_delays_frames_costs_some_requests_and_never_more_than_one_in_15_s()
    {
        SntpClient client = Connect(new WireFaults { Loss = 0.3, Duplicate = 0.1, DelayMs = 50, JitterMs = 100, Seed = 7 });
        for (int hour = 0; hour < 24; hour++)
        {
            _network.Run(Hour);
            Assert.InRange(Error(client), 0, 200);
        }

        int requests = client.GetCount(SntpCounter.Requests);
        Assert.InRange(requests, 40, 150);
        Assert.Equal(requests, client.GetCount(SntpCounter.Answers) + client.GetCount(SntpCounter.Timeouts));
    }

    [Fact]
    public void While_one_of_two_servers_is_off_the_other_one_is_asked()
    {
        SntpClient client = Connect(new WireFaults(), servers: 2);
        _servers[0].IsOn = false;
        _network.Run(Hour);
        Assert.Equal(SntpBench.Host(11), client.SynchronizedTo);
        _servers[0].IsOn = true;
        _servers[1].IsOn = false;
        _network.Run(Hour);
        Assert.Equal(SntpBench.Host(10), client.SynchronizedTo);
    }

    [Fact]
    public void A_server_that_is_off_for_hours_is_found_again_within_half_an_hour_and_the_time_is_known_meanwhile()
    {
        SntpClient client = Connect(new WireFaults());
        _network.Run(Hour);
        _servers[0].IsOn = false;
        _network.Run(20 * Hour);
        Assert.InRange(Error(client), 0, 2);
        Assert.InRange(client.GetCount(SntpCounter.Timeouts), 40, 50);
        _servers[0].IsOn = true;
        int answers = client.GetCount(SntpCounter.Answers);
        _network.RunUntil(() => client.GetCount(SntpCounter.Answers) > answers, 2_100_000);
    }

    [Fact]
    public void Whatever_bytes_an_answer_has_nothing_breaks_and_no_impossible_time_is_taken()
    {
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            var bench = new SntpBench(options => options.FirstDelay = 0, 1);
            SntpRequest request = bench.Asks();
            byte[] answer = SntpBench.Answer(request).ToBytes();
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                answer[random.Next(answer.Length)] = (byte)random.Next(256);
            }

            bench.Arrives(request, [.. answer.AsSpan(0, random.Next(8) == 0 ? random.Next(48) : 48), .. new byte[random.Next(3) * 20]]);
            if (bench.Sntp.TryGetUtc(bench.Now, out long utc))
            {
                Assert.InRange(utc, new SntpOptions().NotBefore * 1000, (new SntpOptions().NotBefore + (1L << 31)) * 1000);
            }

            Assert.NotEqual(SntpState.NoNetwork, bench.Sntp.State);
        }
    }

    private sealed class Application(NetworkService service) : INodeApplication
    {
        public long Poll(long now) => service.Poll(now);
    }
}
