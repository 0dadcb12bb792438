// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack;
using NanoTcp.Tests.Stack.Simulation;

namespace NanoTcp.Tests.Drivers;

/// <summary>TCP through the driver and the chip: the delivered bytes and the load of the SPI bus.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class W5500TransferTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_receives_a_megabyte(bool hasInterrupt)
    {
        using TransferBench bench = new(hasInterrupt: hasInterrupt);
        bench.Transfer(toBoard: Megabyte, fromBoard: 1, 60_000);
        AssertEconomy(bench);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_sends_a_megabyte(bool hasInterrupt)
    {
        using TransferBench bench = new(hasInterrupt: hasInterrupt);
        bench.Transfer(toBoard: 1, fromBoard: Megabyte, 60_000);
        AssertEconomy(bench);
    }

    [Fact]
    public void Data_arrives_both_ways_over_a_bad_wire()
    {
        using TransferBench bench = new(new WireFaults { Loss = 0.02, Duplicate = 0.01, Reorder = 0.01, Corrupt = 0.01, Seed = 7 });
        bench.Transfer(toBoard: 200_000, fromBoard: 200_000, 600_000);
    }

    [Fact]
    public void Data_arrives_both_ways_through_a_bad_chip()
    {
        using TransferBench bench = new();
        W5500Faults faults = bench.Board.Chip.Faults;
        faults.TornReads.Every = 3;
        faults.BrokenPrefixes.Every = 97;
        faults.LostSends.Every = 101;
        bench.Transfer(toBoard: 200_000, fromBoard: 200_000, 600_000);
        W5500Statistics statistics = bench.Board.Link.Statistics;
        Assert.True(statistics.TornReads > 0);
        Assert.True(statistics.BrokenPrefixes > 0);
        Assert.True(statistics.SendTimeouts > 0);
    }

    [Fact]
    public void A_transfer_survives_a_cable_that_is_out_for_three_seconds()
    {
        using TransferBench bench = new();
        bench.At(500, () => bench.Board.Chip.SetCable(false));
        bench.At(3_500, () => bench.Board.Chip.SetCable(true));
        bench.Transfer(toBoard: 4 * Megabyte, fromBoard: 4 * Megabyte, 600_000);
        Assert.Equal(3, bench.Board.Link.Statistics.LinkChanges);
    }

    private static void AssertEconomy(TransferBench bench)
    {
        double bytesPerByte = (double)bench.Board.Chip.Counters.Bytes / Megabyte;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{bytesPerByte:F4} SPI bytes for each byte of payload, {bench.Board.Chip.Counters.ChipSelects * 1460.0 / Megabyte:F2} transactions for each 1460.");

        // It is 1.08 with an acknowledgment for every second segment (W5500EconomyTests). Here those of the beginning and the end count, too.
        Assert.True(bytesPerByte <= 1.081, $"{bytesPerByte:F4} SPI bytes for each byte of payload.");
    }

    /// <summary>A station on the wire and a board with a W5500, each with a stack.</summary>
    private sealed class TransferBench : IDisposable
    {
        private const int Port = 80;

        private readonly VirtualWire _wire;
        private readonly Host _station;
        private readonly Host _board;
        private readonly List<(long Time, Action Action)> _events = [];
        private long _started = long.MaxValue;

        public TransferBench(WireFaults? faults = null, bool hasInterrupt = true)
        {
            _wire = new VirtualWire(faults);
            WirePort stationPort = _wire.Attach(W5500DriverBench.OtherMac);
            WirePort boardPort = _wire.Attach(W5500DriverBench.Mac);
            Board = new W5500DriverBench(hasInterrupt: hasInterrupt, medium: boardPort);
            Board.StartUp();
            _station = new Host(stationPort, Frames.Peer, 1);
            _board = new Host(Board.Link, Frames.Own, 2);
        }

        public W5500DriverBench Board { get; }

        /// <summary>Schedules an action so many milliseconds after the beginning of the transfer.</summary>
        public void At(long time, Action action)
        {
            _events.Add((time, action));
        }

        public void Transfer(int toBoard, int fromBoard, long limitMs)
        {
            Assert.Equal(SocketError.Success, _board.Tcp.Listen(Port, 1, out TcpListener? listener));
            Assert.Equal(SocketError.Success, _station.Tcp.Connect(Frames.OwnHost, Port, 0, out TcpConnection? client));
            RunUntil(() => listener!.Pending() && client!.State == TcpState.Established, 10_000);
            Board.Chip.Counters.ClearBus();
            Flow up = new(client!, toBoard);
            Flow down = new(listener!.Accept()!, fromBoard);
            _station.Application = up;
            _board.Application = down;
            _started = Board.NowMs;
            RunUntil(() => up.IsDone && down.IsDone, limitMs);
            Assert.Equal(SocketError.Success, up.Error);
            Assert.Equal(SocketError.Success, down.Error);
            Assert.Equal(toBoard, down.Received);
            Assert.Equal(fromBoard, up.Received);
        }

        public void Dispose()
        {
            Board.Dispose();
        }

        private void RunUntil(Func<bool> condition, long limitMs)
        {
            long end = Board.NowMs + limitMs;
            while (!condition())
            {
                Assert.True(Board.NowMs < end, $"Not done after {limitMs} ms.");
                long now = Board.NowMs;
                while (_events.Count > 0 && _events[0].Time <= now - _started)
                {
                    _events[0].Action();
                    _events.RemoveAt(0);
                }

                _wire.Advance(now);
                Board.Pass(0);
                _station.Poll(now);
                _board.Poll(now);
                Board.Pass(50_000);
            }
        }

        private sealed class Host
        {
            private readonly NetworkStack _stack;

            public Host(NanoTcp.Link.EthernetLink link, uint address, int seed)
            {
                _stack = new NetworkStack(link, new FixedEntropy(seed), new StackOptions());
                Tcp = new TcpTransport(_stack, new TcpOptions { SendBuffer = 8 * 1460, ReceiveBuffer = 8 * 1460 });
                new IPv4(_stack, new IPv4Options()).Configure(new HostAddress(address), 24, HostAddress.Any);
            }

            public TcpTransport Tcp { get; }

            public INodeApplication? Application { get; set; }

            public void Poll(long now)
            {
                _ = _stack.Poll(now);
                if (Application != null)
                {
                    _ = Application.Poll(now);
                    _ = _stack.Flush(now);
                }
            }
        }
    }
}
