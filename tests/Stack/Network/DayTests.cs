// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Network;
using NanoTcp.Simulation.Servers;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Network;

/// <summary>
/// A day of virtual time on a restless network, from a seed. Whenever the network makes it possible the board is reachable: a visitor gets a page.
/// </summary>
public class DayTests
{
    private const int Minute = 60_000;
    private const int Minutes = 24 * 60;

    /// <summary>The longest time without an address: a try of DHCP, and the choice of a link-local address.</summary>
    private const int LongestGap = 20_000;

    private const int Patience = 10_000;

    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_board_whose_link_bounces_every_minute_is_reachable(int seed)
    {
        Day day = new(seed);
        for (int minute = 0; minute < Minutes; minute++)
        {
            day.Bench.SetLink(false);
            day.Pass(day.Draw(50, 5000));
            day.Bench.SetLink(true);
            day.Change();
            day.Pass(day.Draw(0, 10_000));
            day.AssertReachable();
            day.PassUntil((minute + 1) * Minute);
        }

        day.AssertEverythingHasHappened(linkChanges: 2 * Minutes - 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_board_whose_server_comes_and_goes_is_reachable(int seed)
    {
        Day day = new(seed);
        for (int minute = 0; minute < Minutes; minute++)
        {
            day.Change();
            day.Pass(day.Draw(0, Minute / 2));
            day.AssertReachable();
            day.PassUntil((minute + 1) * Minute);
        }

        day.AssertEverythingHasHappened(linkChanges: 1);
    }

    private sealed class Day
    {
        private readonly Random _random;
        private readonly IPv4 _rival;
        private int _leases;
        private int _fallBacks;
        private int _conflicts;
        private AddressKind _kind;

        public Day(int seed)
        {
            _random = new Random(seed);
            Bench = new NetworkBench(seed: seed, pool: DhcpPool.Of(NetworkBench.Router, "home.arpa") with { LeaseSeconds = 600 });
            _rival = Bench.AddStation(10);
        }

        public NetworkBench Bench { get; }

        public int Draw(int least, int most) => _random.Next(least, most + 1);

        /// <summary>Something changes on the network, or nothing.</summary>
        public void Change()
        {
            DhcpServer server = Bench.Dhcp;
            switch (Draw(0, 40))
            {
                case 0:
                    // A router without a store for its leases is switched off and on.
                    server.Forget();
                    break;
                case 1 or 2 or 3:
                    server.IsOn = !server.IsOn;
                    break;
                case 4:
                    // The time of leases changes with the next one.
                    server.Pool = server.Pool with { LeaseSeconds = (uint)Draw(2, 60) * 60 };
                    break;
                case 5:
                    // The old addresses are given no more: whoever has one is refused.
                    uint first = NetworkBench.Router.Network + (uint)Draw(2, 100);
                    server.Pool = server.Pool with { First = first, Last = first + 20 };
                    break;
                case 6 when Bench.Board.Kind != AddressKind.None:
                    // Somebody gives another station the board's address.
                    _rival.Configure(Bench.Board.Address, Bench.Board.PrefixLength, HostAddress.Any);
                    _conflicts++;
                    break;
                case > 6 and < 20:
                    _rival.Configure(HostAddress.Any, 0, HostAddress.Any);
                    break;
            }
        }

        public void Pass(long milliseconds)
        {
            Bench.Nodes.Run(milliseconds);
            Look();
        }

        public void PassUntil(long time)
        {
            Pass(Math.Max(time - Bench.Now, 0));
        }

        /// <summary>Asserts that the board has an address soon, and answers there. A visit in which the address changes is made again.</summary>
        public void AssertReachable()
        {
            // While another station has the same address, who is reached is a matter of chance. It ends with the board's next address.
            string answer = "";
            for (long end = Bench.Now + LongestGap; Bench.Now < end && !answer.EndsWith("hello", StringComparison.Ordinal);)
            {
                Pass(100);
                answer = Bench.Board.Kind == AddressKind.None ? "" : Bench.Visit(Patience);
                Look();
            }

            Assert.True(answer.EndsWith("hello", StringComparison.Ordinal), $"Not reached at {Bench.Now} ms: {Describe()}: '{answer}'");
        }

        /// <summary>Asserts that the day was as restless as it should be.</summary>
        public void AssertEverythingHasHappened(int linkChanges)
        {
            Assert.True(_leases > 5 && _fallBacks > 2 && _conflicts > 2, $"{_leases} leases, {_fallBacks} times without, {_conflicts} conflicts");
            Assert.InRange(Bench.Board.Stack.LinkChanges, linkChanges, linkChanges + 1);
        }

        private void Look()
        {
            AddressKind kind = Bench.Board.Kind;
            if (kind != _kind)
            {
                _leases += kind == AddressKind.Leased ? 1 : 0;
                _fallBacks += kind == AddressKind.LinkLocal ? 1 : 0;
                _kind = kind;
            }
        }

        private string Describe()
        {
            NetworkInterface board = Bench.Board;
            return $"{board.Kind} {board.Address}, DHCP {board.Dhcp.State}, server {(Bench.Dhcp.IsOn ? "on" : "off")}, pool {IPv4Address.ToString(Bench.Dhcp.Pool.First)}, rival {_rival.Address}";
        }
    }
}
