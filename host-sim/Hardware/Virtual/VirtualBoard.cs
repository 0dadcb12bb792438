// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Platform;

namespace NanoTcp.Hardware.Virtual;

/// <summary>
/// A microcontroller with chips wired to its pins. On the desktop the hardware API of nanoFramework uses it. Everything happens on the calling
/// thread. Only interrupts wait until they are delivered.
/// </summary>
public sealed class VirtualBoard
{
    private const byte FloatingHigh = 0xFF;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long NanosecondsPerMicrosecond = 1_000;

    private static readonly AsyncLocal<VirtualBoard?> s_current = new();

    private readonly VirtualSpiBus[] _buses;
    private readonly List<ChipConnection> _chips = [];
    private readonly byte[] _output = new byte[VirtualSpiBus.MaxTransfer];
    private readonly byte[] _silence = new byte[VirtualSpiBus.MaxTransfer];

    /// <summary>A board without chips.</summary>
    /// <param name="soc">Its microcontroller.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="hasPsram">Whether pins are given to external memory.</param>
    public VirtualBoard(Soc soc, IHardwareClock clock, bool hasPsram = false)
    {
        Soc = soc;
        Clock = clock;
        Pins = new VirtualPins(this, hasPsram);
        PinFunctions = new PinFunctions(soc);
        _buses = new VirtualSpiBus[soc.SpiBuses];
        for (int i = 0; i < _buses.Length; i++)
        {
            _buses[i] = new VirtualSpiBus(this, i + 1);
        }
    }

    /// <summary>The board of the hardware API: the last one activated in this flow of execution.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static VirtualBoard Current => s_current.Value ?? throw new InvalidOperationException("No virtual board is active here.");

    /// <summary>The microcontroller.</summary>
    public Soc Soc { get; }

    /// <summary>The time of the board and its chips.</summary>
    public IHardwareClock Clock { get; }

    /// <summary>The cost of an SPI transfer besides its bytes, in nanoseconds: driver and interpreter.</summary>
    public long TransactionNanoseconds { get; init; }

    /// <summary>The step of the clock that the application reads: 10 on a stock image for an ESP32, whose FreeRTOS runs at 100 Hz.</summary>
    public int TickMilliseconds { get; init; } = 10;

    /// <summary>The byte that is read while no chip drives MISO: 0xFF with a pull-up, 0 with a pull-down.</summary>
    public byte FloatingMiso { get; init; } = FloatingHigh;

    /// <summary>Counts what happens on the SPI buses.</summary>
    public SpiCounters Spi { get; } = new();

    /// <summary>Edges that were lost, because the queue was full or by <see cref="DropInterrupts"/> and <see cref="DropEveryInterrupt"/>.</summary>
    public long DroppedInterrupts => Pins.Interrupts.Dropped;

    /// <summary>When something will happen by itself; <see cref="long.MaxValue"/>: never.</summary>
    public long NextEventNanoseconds
    {
        get
        {
            return WaitingEdges > 0 ? Clock.Nanoseconds : NextChipEvent;
        }
    }

    /// <summary>The interpreter's share of the time; null: the program takes none, and edges reach it whenever somebody delivers them.</summary>
    public Esp32Platform? Platform { get; internal set; }

    /// <summary>When a chip or a pin does something by itself; <see cref="long.MaxValue"/>: never.</summary>
    internal long NextChipEvent
    {
        get
        {
            long next = Pins.NextEventNanoseconds;
            foreach (ChipConnection connection in _chips)
            {
                next = Math.Min(next, connection.Chip.NextEventNanoseconds);
            }

            return next;
        }
    }

    /// <summary>The edges that the hardware has seen and the program has not.</summary>
    internal int WaitingEdges => Pins.Interrupts.Count;

    internal VirtualPins Pins { get; }

    internal PinFunctions PinFunctions { get; }

    /// <summary>Wires a chip to pins.</summary>
    /// <exception cref="ArgumentException">There is no such pin.</exception>
    public void Connect(IEthernetChip chip, ChipWiring wiring)
    {
        _chips.Add(new ChipConnection(chip, wiring, Pins, Spi));
    }

    /// <summary>Makes this the current board until the result is disposed.</summary>
    public IDisposable Activate()
    {
        return new Activation(this);
    }

    /// <summary>Lets the chips and the pins catch up with the clock.</summary>
    public void Advance()
    {
        foreach (ChipConnection connection in _chips)
        {
            connection.Chip.Advance();
        }

        Pins.Advance();
    }

    /// <summary>Calls the application's handlers for the waiting edges, as the device does between two of its threads.</summary>
    /// <returns>How many there were.</returns>
    public int DeliverInterrupts()
    {
        return Pins.Deliver();
    }

    /// <summary>Calls the application's handlers for the first of the waiting edges.</summary>
    internal void DeliverInterrupt()
    {
        Pins.DeliverOne();
    }

    /// <summary>A fault: the next so many edges do not reach the application.</summary>
    public void DropInterrupts(int count)
    {
        Pins.Interrupts.DropNext(count);
    }

    /// <summary>A fault: one in so many edges does not reach the application; 0: all do.</summary>
    public void DropEveryInterrupt(int count)
    {
        Pins.Interrupts.DropEvery(count);
    }

    /// <summary>Lets time pass: chips go on, interrupts are delivered. With a platform it is the device's Thread.Sleep.</summary>
    public void Sleep(int milliseconds)
    {
        if (Platform != null)
        {
            Platform.Sleep(milliseconds);
            return;
        }

        Wait(milliseconds, () => false);
    }

    /// <summary>Lets time pass until a condition holds, at most for some milliseconds. Waiting interrupts are delivered first.</summary>
    public void Wait(int milliseconds, Func<bool> condition)
    {
        long end = Clock.Nanoseconds + milliseconds * NanosecondsPerMillisecond;
        DeliverInterrupts();
        while (Clock.Nanoseconds < end && !condition())
        {
            // Time passes in steps, so that each event is seen when it happens. A step has a minimum length, because an event can stay due.
            long step = Math.Max(NextEventNanoseconds, Clock.Nanoseconds + NanosecondsPerMicrosecond);
            Clock.WaitForEvent(Math.Min(step, end));
            Advance();
            DeliverInterrupts();
        }
    }

    internal VirtualSpiBus GetSpiBus(int busId)
    {
        return busId >= 1 && busId <= _buses.Length
            ? _buses[busId - 1]
            : throw new ArgumentException($"An {Soc.Name} has no SPI bus {busId}.", nameof(busId));
    }

    /// <summary>Clocks bytes on a bus through all selected chips.</summary>
    internal void Shift(VirtualSpiBus bus, ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        Spi.Bytes += fromHost.Length;
        toHost.Fill(FloatingMiso);
        Span<byte> output = _output.AsSpan(0, fromHost.Length);
        bool isDriven = false;
        foreach (ChipConnection connection in _chips)
        {
            // A chip whose MOSI is wired elsewhere reads zeros.
            ReadOnlySpan<byte> input = connection.Hears(bus) ? fromHost : _silence.AsSpan(0, fromHost.Length);
            if (!connection.Shift(bus, input, output))
            {
                continue;
            }

            if (isDriven)
            {
                throw new DataSheetViolationException("Two chips on one bus are selected at the same time and both drive MISO.");
            }

            isDriven = true;
            output.CopyTo(toHost);
        }
    }

    private sealed class Activation : IDisposable
    {
        private readonly VirtualBoard? _previous = s_current.Value;

        public Activation(VirtualBoard board)
        {
            s_current.Value = board;
        }

        public void Dispose()
        {
            s_current.Value = _previous;
        }
    }
}
