// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Network;
using NanoTcp.Simulation;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Messages;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Firmware;

/// <summary>A board comes out of its box, and its cable leads to a laptop: there is no server of any kind. Who knows the name finds the page. Time is virtual.</summary>
public sealed class FirstContactTests
{
    private const int Limit = 15_000;

    public static TheoryData<string, int> Boards =>
        [.. from id in (string[])["esp32-devkitc-w5500", "esp32-devkitc-enc28j60"] from seed in Enumerable.Range(1, 10) select new TheoryDataRow<string, int>(id, seed)];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_board_without_any_server_is_found_by_its_name_within_15_seconds_of_its_link(string id, int seed)
    {
        VirtualWire wire = new();
        VirtualNetwork nodes = new(wire);
        Board board = BoardCatalog.Find(id)!;
        board.MacAddress[4] = 0x1A;
        board.MacAddress[5] = (byte)seed;
        using RunningBoard running = new(new BoardSetup(board, null), wire, nodes, new ManualClock(), new FixedEntropy(seed), TextWriter.Null);
        Laptop laptop = new(wire.Attach([2, 0, 0, 0, 0, 1]), $"nanotcp-1a{seed:x2}.local");
        nodes.Add(laptop.Stack, laptop);
        nodes.Add(new SharedCable(laptop.Port, running.Controller));

        running.RunUntil(() => running.Stack.IsLinkUp, 10_000);
        long linkUp = running.Now;
        running.RunUntil(() => laptop.Answer.EndsWith("</html>", StringComparison.Ordinal) || running.Now - linkUp >= Limit, 2 * Limit);

        Assert.StartsWith("HTTP/1.1 200 OK", laptop.Answer, StringComparison.Ordinal);
        Assert.Equal(AddressKind.LinkLocal, running.Network.Kind);
        Assert.True(laptop.Found!.IsLinkLocal);
    }

    /// <summary>Asks for a name each half second, by multicast from any port, as systems do that have no mDNS of their own. Then it fetches the page.</summary>
    private sealed class Laptop : INodeApplication
    {
        private const int Interval = 500;

        private static readonly byte[] s_request = Encoding.ASCII.GetBytes("GET / HTTP/1.0\r\n\r\n");

        private readonly TcpTransport _tcp;
        private readonly UdpSocket _socket;
        private readonly byte[] _question;
        private readonly string _name;
        private readonly byte[] _buffer = new byte[1500];
        private readonly HostEndPoint _group = new(HostAddress.From(224, 0, 0, 251), DnsMessage.MulticastPort);
        private TcpConnection? _connection;
        private bool _hasSent;
        private long _askAt;

        public Laptop(WirePort port, string name)
        {
            Port = port;
            Stack = new NetworkStack(port, new FixedEntropy(99), new StackOptions());
            new IPv4(Stack, new IPv4Options()).Configure(HostAddress.From(169, 254, 200, 1), 16, HostAddress.Any);
            _tcp = new TcpTransport(Stack, new TcpOptions());
            _socket = new UdpSocket(new UdpTransport(Stack), new UdpSocketOptions());
            _name = name;
            _question = DnsMessage.Ask(7, 0, name, DnsMessage.TypeA).ToBytes();
        }

        public WirePort Port { get; }

        public NetworkStack Stack { get; }

        /// <summary>The address of the name.</summary>
        public HostAddress? Found { get; private set; }

        /// <summary>What the board has answered so far.</summary>
        public string Answer { get; private set; } = "";

        public long Poll(long now)
        {
            if (Found == null)
            {
                Ask(now);
                return _askAt;
            }

            Fetch();
            return long.MaxValue;
        }

        private void Ask(long now)
        {
            int length = _socket.Receive(_buffer, 0, _buffer.Length, null, out SocketError error);
            if (error == SocketError.Success && DnsMessage.TryRead(_buffer.AsSpan(0, length), out DnsMessage message)
                && message.Answers.FirstOrDefault(record => record.Name == _name && record.Type == DnsMessage.TypeA) is { } record)
            {
                Found = HostAddress.From(record.Data, 0);
            }
            else if (now >= _askAt)
            {
                _askAt = now + Interval;
                _socket.SendTo(_question, 0, _question.Length, _group);
            }
        }

        private void Fetch()
        {
            if (_connection == null)
            {
                Assert.Equal(SocketError.Success, _tcp.Connect(Found!, 80, 0, out _connection));
            }

            if (!_hasSent && _connection!.State == TcpState.Established)
            {
                _hasSent = _connection.Send(s_request, 0, s_request.Length, out _) == s_request.Length;
            }

            for (int count = _connection!.Receive(_buffer, 0, _buffer.Length, out _); count > 0; count = _connection.Receive(_buffer, 0, _buffer.Length, out _))
            {
                Answer += Encoding.ASCII.GetString(_buffer, 0, count);
            }
        }
    }
}
