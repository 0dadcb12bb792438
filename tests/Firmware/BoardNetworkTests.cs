// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Boards;
using NanoTcp.Tcp;
using StackError = NanoTcp.Host.SocketError;

namespace NanoTcp.Tests.Firmware;

/// <summary>A program with blocking sockets on a board: its real driver, the model of its controller, and the loop of the device.</summary>
public sealed class BoardNetworkTests
{
    private const int EchoPort = 7;
    private const int Clients = 8;

    public static TheoryData<string> Boards => ["w5500", "enc28j60"];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_program_whose_calls_block_serves_eight_clients(string controller)
    {
        using ProgramBench bench = new(Make(controller));
        EchoVisitor[] visitors = [.. Enumerable.Range(0, Clients).Select(number => new EchoVisitor(bench, number))];
        Socket listener = Listen();
        Socket[] clients = [.. visitors.Select(_ => listener.Accept())];

        foreach (Socket client in clients)
        {
            Echo(client);
        }

        Assert.All(visitors, visitor => Assert.Equal(visitor.Sent, visitor.Received));
        Assert.Equal((0, 0), (bench.Loop.Failures, bench.Loop.Restarts));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_call_that_blocks_goes_on_when_the_cable_is_back(string controller)
    {
        using ProgramBench bench = new(Make(controller));
        EchoVisitor visitor = new(bench, 1);
        Socket client = Listen().Accept();
        long pulled = bench.Now + 5;
        bench.EachMillisecond(() => bench.SetCable(bench.Now < pulled || bench.Now > pulled + 5_000));

        Echo(client);

        Assert.InRange(bench.Now, pulled + 5_000, pulled + 60_000);
        Assert.Equal(visitor.Sent, visitor.Received);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_call_that_blocks_goes_on_when_a_controller_that_failed_has_started_again(string controller)
    {
        using ProgramBench bench = new(Make(controller));
        EchoVisitor visitor = new(bench, 1);
        Socket client = Listen().Accept();
        bench.Clock.BreaksAt = bench.Clock.Calls + 20;

        Echo(client);

        Assert.Equal((1, 1), (bench.Loop.Failures, bench.Loop.Restarts));
        Assert.Equal(visitor.Sent, visitor.Received);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_call_ends_by_its_time_out_even_while_the_controller_does_not_start(string controller)
    {
        using ProgramBench bench = new(Make(controller));
        EchoVisitor visitor = new(bench, 1) { SendsNothing = true };
        Socket client = Listen().Accept();
        client.ReceiveTimeout = 1_000;
        bench.Clock.BreaksAt = bench.Clock.Calls + 1;
        bench.Clock.BreaksFor = int.MaxValue;
        long before = bench.Now;

        SocketException failure = Assert.Throws<SocketException>(() => client.Receive(new byte[1]));

        Assert.Equal((int)SocketError.TimedOut, failure.ErrorCode);
        Assert.InRange(bench.Now - before, 1_000, 1_020);
    }

    private static Board Make(string controller)
    {
        return controller == "w5500" ? new Esp32DevKitC() : new Esp32DevKitCEnc28J60();
    }

    private static Socket Listen()
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, EchoPort));
        listener.Listen(Clients);
        return listener;
    }

    private static void Echo(Socket client)
    {
        byte[] buffer = new byte[512];
        for (int count = client.Receive(buffer); count > 0; count = client.Receive(buffer))
        {
            client.Send(buffer, count, SocketFlags.None);
        }
    }

    /// <summary>A client at the other end of the cable. It connects, sends, and ends when it has got all back.</summary>
    private sealed class EchoVisitor
    {
        private readonly TcpConnection _connection;
        private readonly byte[] _buffer = new byte[1024];
        private readonly List<byte> _received = [];
        private int _sent;

        public EchoVisitor(ProgramBench bench, int number)
        {
            Sent = new byte[3000 + number];
            new Random(number).NextBytes(Sent);
            Assert.Equal(StackError.Success, bench.ClientTcp.Connect(ProgramBench.Address, EchoPort, 0, out TcpConnection? connection));
            _connection = connection!;
            bench.EachMillisecond(GoOn);
        }

        public byte[] Sent { get; }

        public byte[] Received => [.. _received];

        public bool SendsNothing { get; init; }

        private void GoOn()
        {
            if (SendsNothing || _connection.State == TcpState.SynSent)
            {
                return;
            }

            _sent += _connection.Send(Sent, _sent, Sent.Length - _sent, out _);
            int count = _connection.Receive(_buffer, 0, _buffer.Length, out _);
            _received.AddRange(_buffer.AsSpan(0, count));
            if (count > 0 && _received.Count == Sent.Length)
            {
                _connection.Shutdown(NanoTcp.Tcp.SocketShutdown.Send);
            }
        }
    }
}
