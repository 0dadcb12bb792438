// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Drivers;

/// <summary>
/// A driver and its chip's strict model on a processor with other work, all from a seed. Time passes within a poll. The time of a poll has been read
/// some time before, and it moves in steps. Only the order is certain: a reading comes after the poll before.
/// </summary>
internal sealed class RestlessBoard : IDisposable
{
    private const int Millisecond = 1_000_000;
    private const int Mosi = 23;
    private const int Miso = 19;
    private const int Sclk = 18;
    private const int ChipSelect = 5;
    private const int Interrupt = 4;
    private const int Reset = 27;

    private static readonly int[] s_steps = [1, 10, 16];

    private readonly SplitMix64 _random;
    private readonly RestlessClock _clock;
    private readonly VirtualBoard _board;
    private readonly IDisposable _activation;
    private readonly ScriptedLink _medium = new(W5500DriverBench.OtherMac);
    private readonly FrameBuffer _outgoing = new(FrameBuffer.MaxEthernetFrame);
    private readonly IEthernetChip _chip;
    private readonly EthernetLink _link;
    private readonly Func<ControllerError> _start;
    private readonly Func<int> _starts;
    private readonly int _step;

    public RestlessBoard(bool isW5500, ulong seed)
    {
        _random = new SplitMix64(seed * 0x9E3779B97F4A7C15);
        _clock = new RestlessClock(_random);
        _step = s_steps[_random.Below(s_steps.Length)];
        bool hasInterrupt = _random.Chance(0.7);
        bool hasReset = _random.Chance(0.5);
        _board = new VirtualBoard(Soc.Esp32, _clock) { TransactionNanoseconds = 1_000 };
        _chip = isW5500 ? new W5500Chip(_clock, _medium) : new Enc28J60Chip(_clock, _medium);
        _board.Connect(_chip, new ChipWiring(Mosi, Miso, Sclk, ChipSelect, hasInterrupt ? Interrupt : ChipWiring.NotWired, hasReset ? Reset : ChipWiring.NotWired));
        _activation = _board.Activate();
        Esp32Pins.AssignSpi(1, Mosi, Miso, Sclk);
        SpiBus bus = new(1, ChipSelect, isW5500 ? 26_666_667 : 20_000_000, hasInterrupt ? Interrupt : SpiBus.NoPin, hasReset ? Reset : SpiBus.NoPin);
        if (isW5500)
        {
            W5500Link link = new(bus, W5500DriverBench.Mac, new W5500LinkOptions());
            (_link, _start, _starts) = (link, link.Start, () => link.Statistics.Starts - 1);
        }
        else
        {
            Enc28J60Link link = new(bus, W5500DriverBench.Mac, new Enc28J60LinkOptions { FullDuplex = _random.Chance(0.3) });
            (_link, _start, _starts) = (link, link.Start, () => link.Statistics.Restarts);
        }
    }

    public bool IsUp => _link.IsUp;

    /// <summary>How often the driver has set the chip up anew.</summary>
    public int Restarts => _starts();

    public int Received { get; private set; }

    public int Sent => _medium.Sent.Count;

    public void Dispose()
    {
        _activation.Dispose();
    }

    public ControllerError Start()
    {
        return _start();
    }

    public void Arrive()
    {
        _medium.Arrive(W5500DriverBench.Frame(60 + _random.Below(1400)));
    }

    public void Send()
    {
        byte[] frame = W5500DriverBench.Frame(60 + _random.Below(1400));
        _outgoing.Offset = FrameBuffer.HeadRoom;
        _outgoing.Length = frame.Length;
        frame.CopyTo(_outgoing.Data, _outgoing.Offset);
        _link.Transmit(_outgoing);
    }

    /// <summary>The driver finds that the chip has lost its registers, and sets it up anew.</summary>
    public void Spoil()
    {
        if (_chip is Enc28J60Chip)
        {
            // ECON1.RXEN.
            Instruct(0xBF, 0x04);
        }
        else
        {
            // Sn_IMR of socket 0.
            Instruct(0x00, 0x2C, 0x0C, 0x00);
        }
    }

    /// <summary>Polls until something has come about.</summary>
    public void RunUntil(Func<bool> condition, int limitMilliseconds)
    {
        long end = _clock.Nanoseconds + (long)limitMilliseconds * Millisecond;
        while (!condition())
        {
            Assert.True(_clock.Nanoseconds < end, $"It has not come about after {limitMilliseconds} ms.");
            Poll();
        }
    }

    private void Poll()
    {
        // Between the polls of an idle program some time passes, between those of a busy one none.
        Pass(_random.Chance(0.5) ? _random.Below(3 * Millisecond) : 0);
        long now = _clock.Nanoseconds / Millisecond / _step * _step;
        Pass(_random.Chance(0.1) ? _random.Below(40 * Millisecond) : 0);
        _link.Now = now;
        while (_link.Receive() != null)
        {
            Received++;
        }

        _link.Poll(now);
    }

    private void Pass(long nanoseconds)
    {
        _clock.Elapse(nanoseconds);
        _board.Advance();
        _board.DeliverInterrupts();
    }

    private void Instruct(params byte[] bytes)
    {
        _chip.Select();
        _chip.Exchange(bytes, new byte[bytes.Length]);
        _chip.Deselect();
    }
}
