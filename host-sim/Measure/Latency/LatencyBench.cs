// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Measure.Throughput;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Latency;

/// <summary>A sensor node and a fast host on one cable, and clients on the host that ask for the sensors.</summary>
internal static class LatencyBench
{
    private const int PrefixLength = 24;
    private const long SetUpLimit = 10_000;

    // The node announces its name before that.
    private const long SettleTime = 5_000;

    // The client that asks most seldom has its answer long before.
    private const long LimitPerRequest = 10_000;

    // The application thread computes so long, so often, in milliseconds.
    private const int ThreadBurst = 100;
    private const int ThreadPeriod = 200;

    // The bit rate of 100BASE-TX.
    private const long FastByteNanoseconds = 80;

    private static readonly uint s_hostAddress = IPv4Address.From(192, 168, 7, 1);
    private static readonly uint s_boardAddress = IPv4Address.From(192, 168, 7, 2);
    private static readonly byte[] s_hostMac = [0x02, 0, 0, 0, 0, 0x01];

    /// <summary>
    /// Runs a scenario until all requests are answered. The same arguments always give the same result. Arguments and result are of types that all
    /// worlds share: see <see cref="PricedLatency"/>.
    /// </summary>
    public static (long[] Times, long Unanswered, int Failures, long Nanoseconds, long BulkBytes) Measure(
        string boardId, string scenarioName, int tickMilliseconds, long opNanoseconds, long transactionNanoseconds, bool isBlocking, int requests, ulong seed)
    {
        Board board = BoardCatalog.Find(boardId)!;
        LatencyScenario scenario = LatencyScenario.All.Single(known => known.Name == scenarioName);
        PlatformSetting setting = new(tickMilliseconds, opNanoseconds, transactionNanoseconds, isBlocking);
        EventClock clock = new();
        PacedWire wire = new(clock, s_hostMac, board.MacAddress, board.Controller == EthernetController.W5500 ? FastByteNanoseconds : 0);
        clock.Add(wire);
        using LatencyBoard end = new(board, clock, wire, setting, new IPv4Prefix(s_boardAddress, PrefixLength));
        end.RunUntil(() => end.IsUp, SetUpLimit);
        FastHost host = new(clock, wire, s_hostAddress, PrefixLength);
        clock.Add(host);
        HostAddress address = s_boardAddress.ToHostAddress();
        GetClient[] clients = [.. Enumerable.Range(0, scenario.Clients).Select(number => new GetClient(host, clock, address, scenario.Habit, seed + (ulong)number))];
        List<INodeApplication> applications = [.. clients];
        BulkReceiver? echoed = null;
        if (scenario.HasBulk)
        {
            SocketError error = host.Tcp.Connect(address, EchoService.DefaultPort, 0, out TcpConnection? bulk);
            if (bulk == null)
            {
                throw new InvalidOperationException($"The transfer does not begin: {error}.");
            }

            echoed = new BulkReceiver(bulk);
            applications.AddRange([new BulkSender(bulk, int.MaxValue), echoed]);
        }

        host.Application = new Applications(applications);
        long settled = clock.Milliseconds + SettleTime;
        end.RunUntil(() => clock.Milliseconds >= settled, SetUpLimit);
        foreach (GetClient client in clients)
        {
            client.Begin();
            clock.Add(client);
        }

        if (scenario.HasThread)
        {
            end.Platform.Start(ThreadBurst, ThreadPeriod);
        }

        long start = clock.Nanoseconds;
        int echoedBefore = echoed?.Received ?? 0;
        end.RunUntil(() => clients.Sum(client => client.Times.Count + client.Failures) >= requests, SetUpLimit + requests * LimitPerRequest);

        return (
            [.. clients.SelectMany(client => client.Times).Order()],
            clients.Max(client => client.Waiting),
            clients.Sum(client => client.Failures),
            clients.Max(client => client.AnsweredAt) - start,
            echoed == null ? 0 : echoed.Received - echoedBefore);
    }

    /// <summary>Several applications of one host.</summary>
    private sealed class Applications(IReadOnlyList<INodeApplication> all) : INodeApplication
    {
        /// <inheritdoc/>
        public long Poll(long now)
        {
            return all.Select(application => application.Poll(now)).Min();
        }
    }
}
