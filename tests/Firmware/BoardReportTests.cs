// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using System.Globalization;
using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;
using NanoTcp.SelfTest.Measurements;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Firmware;

/// <summary>BoardReport's measurements on virtual boards, where only the hardware takes time: they find what the board was given.</summary>
public sealed class BoardReportTests
{
    private const int Transaction = 30_000;

    // A byte takes 0.4 us at 20 MHz.
    private const int NanosecondsPerByte = 400;

    // The clock loses up to one step of 10 ms in half a second.
    private const double Precision = 0.98;

    private const int FreePin = 25;

    // A report takes the machine a second.
    private static readonly Lazy<Dictionary<string, string>> s_w5500 = new(() => Report(new Esp32DevKitC(), chip: null, FreePin));
    private static readonly Lazy<Dictionary<string, string>> s_enc28J60 = new(() => Report(new Esp32DevKitCEnc28J60()));
    private static readonly Lazy<Dictionary<string, string>> s_bare = new(() => Report(new M5AtomPoE()));

    [Fact]
    public void A_register_takes_a_transaction_and_its_bytes()
    {
        AssertNearly(Transaction + 4 * NanosecondsPerByte, NumberOf(s_w5500.Value, "SPI, 4 B by words"));
        AssertNearly(Transaction + 2 * NanosecondsPerByte, NumberOf(s_enc28J60.Value, "SPI, 2 B by words"));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1514)]
    public void A_frame_takes_a_transaction_and_its_bytes(int length)
    {
        Assert.All(
            [s_w5500.Value, s_enc28J60.Value],
            report => AssertNearly(Transaction + length * NanosecondsPerByte, NumberOf(report, $"SPI, {length} B by spans")));
    }

    [Fact]
    public void Sleep_takes_its_time()
    {
        AssertNearly(1_000_000, NumberOf(s_w5500.Value, "Thread.Sleep(1)"));
    }

    [Fact]
    public void The_step_of_the_clock_is_told()
    {
        Assert.Equal("usual 10 ms, smallest 10 ms", s_w5500.Value["clock step"]);
    }

    [Fact]
    public void A_controller_that_works_answers()
    {
        Assert.Equal("answers, VERSIONR 4", s_w5500.Value["controller"]);
        Assert.Equal("answers, ESTAT 1", s_enc28J60.Value["controller"]);
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x00)]
    public void Where_no_controller_is_the_bus_is_measured_all_the_same(byte floating)
    {
        VirtualBoard hardware = new(Soc.Esp32, new ManualClock()) { TransactionNanoseconds = Transaction, FloatingMiso = floating };

        Dictionary<string, string> report = Report(new Esp32DevKitC(), hardware);

        Assert.Equal($"does not answer, VERSIONR {floating}", report["controller"]);
        AssertNearly(Transaction + 4 * NanosecondsPerByte, NumberOf(report, "SPI, 4 B by words"));
    }

    [Fact]
    public void Of_a_W5500_it_only_reads()
    {
        const int WriteBit = 0x04;
        ListeningChip chip = new();

        Report(new Esp32DevKitC(), chip);

        Assert.NotEmpty(chip.Heard);
        Assert.DoesNotContain(chip.Heard, bytes => (bytes[2] & WriteBit) != 0);
    }

    [Fact]
    public void Of_an_ENC28J60_it_only_reads()
    {
        const int ReadControlRegister = 0;
        const int ReadBufferMemory = 0x3A;
        ListeningChip chip = new();

        Report(new Esp32DevKitCEnc28J60(), chip);

        Assert.NotEmpty(chip.Heard);
        Assert.DoesNotContain(chip.Heard, bytes => bytes[0] >> 5 != ReadControlRegister && bytes[0] != ReadBufferMemory);
    }

    [Fact]
    public void Without_INT_and_without_a_free_pin_the_report_says_why_it_leaves_them_out()
    {
        Assert.Equal("skipped, INT is not wired", s_bare.Value["GPIO read"]);
        Assert.Equal("skipped, no free pin is named", s_bare.Value["edge"]);
    }

    [Fact]
    public void With_a_free_pin_the_delivery_of_an_edge_is_measured()
    {
        Assert.Equal(0, NumberOf(s_w5500.Value, "edge"));
    }

    [Fact]
    public void What_the_platform_refuses_costs_its_lines_alone()
    {
        const int InputOnly = 34;
        Esp32DevKitC board = new();
        VirtualBoard hardware = Hardware(board, null);
        using IDisposable activation = hardware.Activate();
        new GpioController().OpenPin(board.Wiring.Mosi);

        Dictionary<string, string> report = Lines(board, InputOnly);

        Assert.StartsWith("skipped, ArgumentException", report["edge"], StringComparison.Ordinal);
        Assert.StartsWith("skipped, ArgumentException", report["SPI"], StringComparison.Ordinal);
        Assert.Equal(0, NumberOf(report, "GPIO read"));
    }

    [Fact]
    public void When_the_clock_stands_still_nothing_is_measured()
    {
        Dictionary<string, string> report = Report(new Esp32DevKitC(), new VirtualBoard(Soc.Esp32, new DeadClock()));

        Assert.Equal("skipped, the clock stands still, so nothing can be measured", report["clock step"]);
        Assert.DoesNotContain("GPIO read", report.Keys);
    }

    [Fact]
    public void Where_no_board_is_the_report_says_so_and_ends()
    {
        Assert.Equal("skipped, InvalidOperationException No virtual board is active here.", Lines(new Esp32DevKitC(), FreePin)["all that follows"]);
    }

    [Fact]
    public void All_that_the_model_assumes_is_printed()
    {
        Assert.Equal(
            [
                "firmware", "board", "free heap", "clock step", "IL op, empty loop", "IL op, field", "IL op, call", "IL op, stack", "checksum of 1460 B",
                "Thread.Sleep(0)", "Thread.Sleep(1)", "thread switch", "garbage collection", "GPIO read", "edge", "controller", "SPI, 4 B by words",
                "SPI, 64 B by spans", "SPI, 1514 B by spans",
            ],
            s_w5500.Value.Keys);
    }

    private static void AssertNearly(long expected, long measured)
    {
        Assert.InRange(measured, (long)(expected * Precision), expected);
    }

    private static long NumberOf(Dictionary<string, string> report, string name)
    {
        return long.Parse(report[name].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static VirtualBoard Hardware(Board board, IEthernetChip? chip)
    {
        ManualClock clock = new();
        ScriptedLink medium = new(board.MacAddress);
        chip ??= board.Controller == EthernetController.W5500 ? new W5500Chip(clock, medium, new W5500Options()) : new Enc28J60Chip(clock, medium, new Enc28J60Options());
        return BoardHardware.Build(board, chip, clock, Transaction);
    }

    private static Dictionary<string, string> Report(Board board, IEthernetChip? chip = null, int freePin = ControllerWiring.NotWired)
    {
        return Report(board, Hardware(board, chip), freePin);
    }

    private static Dictionary<string, string> Report(Board board, VirtualBoard hardware, int freePin = ControllerWiring.NotWired)
    {
        using (hardware.Activate())
        {
            return Lines(board, freePin);
        }
    }

    private static Dictionary<string, string> Lines(Board board, int freePin)
    {
        List<string> lines = [];
        new CollectedReport(board, freePin, lines).Print();
        Assert.Equal(("--- copy from here ---", "--- to here ---"), (lines[0], lines[^1]));
        return lines[1..^1].Select(line => line.Split(": ")).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    private sealed class CollectedReport(Board board, int freePin, List<string> lines) : BoardReport(board, freePin)
    {
        protected override void WriteLine(string line) => lines.Add(line);
    }

    /// <summary>The first instruction bytes of all transactions, each once. It answers with ones.</summary>
    private sealed class ListeningChip : IEthernetChip
    {
        private const int Instruction = 3;

        private readonly List<byte> _bytes = [];
        private readonly HashSet<string> _known = [];

        public event Action? InterruptChanged
        {
            add { }
            remove { }
        }

        public List<byte[]> Heard { get; } = [];

        public bool InterruptLow => false;

        public bool ResetLow { get; set; }

        public long NextEventNanoseconds => long.MaxValue;

        public void CheckBus(int mode, int clockHz)
        {
        }

        public void Select() => _bytes.Clear();

        public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
        {
            _bytes.AddRange(fromHost[..Math.Min(Instruction, fromHost.Length)]);
            toHost.Fill(0xFF);
        }

        public void Deselect()
        {
            if (_known.Add(Convert.ToHexString([.. _bytes])))
            {
                Heard.Add([.. _bytes]);
            }
        }

        public void Advance()
        {
        }
    }

    private sealed class DeadClock : IHardwareClock
    {
        public long Nanoseconds => 0;

        public void Elapse(long nanoseconds)
        {
        }
    }
}
