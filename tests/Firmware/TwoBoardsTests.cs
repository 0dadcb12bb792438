// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Platform;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Firmware;

/// <summary>Two boards of one kind share a network, each with the MAC address of its first start.</summary>
public sealed class TwoBoardsTests
{
    private readonly VirtualWire _wire = new();
    private readonly VirtualNetwork _network;
    private readonly TcpTransport _client;

    public TwoBoardsTests()
    {
        _network = new VirtualNetwork(_wire);
        NetworkStack stack = new(_wire.Attach([2, 0, 0, 0, 0, 1]), new FixedEntropy(1), new StackOptions());
        new IPv4(stack, new IPv4Options()).Configure(HostAddress.From(10, 0, 0, 1), 24, HostAddress.Any);
        _client = new TcpTransport(stack, new TcpOptions());
        _network.Add(stack);
    }

    [Fact]
    public void Both_answer_and_neither_sees_the_other_claim_its_address()
    {
        SimulatedBoard one = Add(2);
        SimulatedBoard other = Add(3);
        Assert.NotEqual(one.Board.MacAddress, other.Board.MacAddress);

        for (int round = 0; round < 5; round++)
        {
            Assert.Contains("\"address\":\"10.0.0.2\"", Get(2), StringComparison.Ordinal);
            Assert.Contains("\"address\":\"10.0.0.3\"", Get(3), StringComparison.Ordinal);
        }

        Assert.All([one, other], board => Assert.Equal(0, board.Ip.GetCount(ArpCounter.Conflict)));
    }

    private SimulatedBoard Add(byte host)
    {
        Board board = new Esp32DevKitC();
        BoardIdentity.Give(board.MacAddress, new NoStore(), new FixedEntropy(host));
        SimulatedBoard simulated = new(board, _wire.Attach(board.MacAddress), new FixedEntropy(host), new IPv4Prefix(IPv4Address.From(10, 0, 0, host), 24), IPv4Address.Any, new SensorOptions());
        _network.Add(simulated);
        return simulated;
    }

    private string Get(byte host)
    {
        Assert.Equal(SocketError.Success, _client.Connect(HostAddress.From(10, 0, 0, host), 80, 0, out TcpConnection? connection));
        _network.RunUntil(() => connection!.State == TcpState.Established, 10_000);
        byte[] buffer = Encoding.ASCII.GetBytes("GET /api/sensors HTTP/1.0\r\n\r\n");
        connection!.Send(buffer, 0, buffer.Length, out _);
        byte[] answer = new byte[2048];
        int length = 0;
        SocketError error = SocketError.WouldBlock;
        _network.RunUntil(
            () =>
            {
                length += connection.Receive(answer, length, answer.Length - length, out error);
                return error == SocketError.Success && connection.State == TcpState.CloseWait;
            },
            10_000);
        connection.Close();
        return Encoding.ASCII.GetString(answer, 0, length);
    }

    private sealed class NoStore : IdentityStore
    {
        public override byte[]? Load() => null;

        public override bool Save(byte[] record) => false;
    }
}
