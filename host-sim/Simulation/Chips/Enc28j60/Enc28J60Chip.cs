// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>
/// A Microchip ENC28J60 as its data sheet (DS39662) and errata (DS80349C) describe it, between an SPI bus and a medium that carries
/// frames without their check sequence. Time is the clock's; the model catches up with it on every access.
/// </summary>
public sealed class Enc28J60Chip : IEthernetChip
{
    private const int MaxClockHz = 20_000_000;
    private const int MinClockHzOfEarlySilicon = 8_000_000;
    private const int CoreClockHz = 25_000_000;
    private const int FirstMatureRevision = 5;
    private const long ShortestResetPulse = 400;
    private const long ResetRecovery = 2_000;

    private readonly IHardwareClock _clock;
    private readonly Enc28J60Options _options;
    private readonly Cable _cable;
    private readonly RegisterFile _registers = new();
    private readonly BufferMemory _memory;
    private readonly Rules _rules;
    private readonly Interrupts _interrupts;
    private readonly Power _power;
    private readonly PhyUnit _phy;
    private readonly Mii _mii;
    private readonly DmaEngine _dma;
    private readonly SelfTest _selfTest;
    private readonly Transmitter _transmitter;
    private readonly Receiver _receiver;
    private readonly SpiFrontEnd _spi;
    private bool _resetLow;
    private bool _isAdvancing;
    private long _resetChangedAt = -ResetRecovery;

    /// <summary>A chip that gets its supply now.</summary>
    public Enc28J60Chip(IHardwareClock clock, EthernetLink medium, Enc28J60Options? options = null)
    {
        _clock = clock;
        _options = options ?? new Enc28J60Options();
        _cable = new Cable(medium);
        _memory = new BufferMemory(_registers);
        _rules = new Rules("ENC28J60", _options.Strict);
        _rules.Broken += _ => Counters.Violations++;
        SplitMix64 random = new(_options.Seed);
        _interrupts = new Interrupts(_registers, _options.Errata, Faults, random);
        _power = new Power(clock, _registers, _options.Errata, Faults, _rules);
        _phy = new PhyUnit(_cable, _options, _interrupts, _rules);
        _mii = new Mii(clock, _registers, _phy, _power, _rules);
        _dma = new DmaEngine(_registers, _memory, _interrupts, _options.Errata, _rules);
        _selfTest = new SelfTest(clock, _registers, _memory, _rules);
        _transmitter = new Transmitter(_registers, _memory, _cable, _phy, _interrupts, _options, Faults, _rules, Counters);
        ReceiveBuffer buffer = new(_registers, _memory, _interrupts, _options, Faults, _rules, Counters);
        ReceiveFilter filter = new(_registers, _options.Errata, random);
        _receiver = new Receiver(_cable, _registers, buffer, filter, _phy, _power, Counters);
        ControlWrites control = new(_registers, buffer, _receiver, _transmitter, _dma, _phy, _power, _rules, Counters);
        RegisterAccess access = new(_registers, control, buffer, _receiver, _transmitter, _selfTest, _mii, _interrupts, _power, _rules, Counters);
        _spi = new SpiFrontEnd(access, _memory, _registers, _transmitter, _rules, Counters);
        _spi.SystemReset += SoftReset;
        PowerCycle();
    }

    /// <inheritdoc/>
    public event Action? InterruptChanged
    {
        add => _interrupts.Changed += value;
        remove => _interrupts.Changed -= value;
    }

    /// <summary>The host has broken a rule of the data sheet. The argument describes it in a sentence. A strict chip throws after that.</summary>
    public event Action<string>? RuleBroken
    {
        add => _rules.Broken += value;
        remove => _rules.Broken -= value;
    }

    /// <summary>Counters of the host's SPI traffic and of frames.</summary>
    public Enc28J60Counters Counters { get; } = new();

    /// <summary>The faults of the chip and of the wire.</summary>
    public Enc28J60Faults Faults { get; } = new();

    /// <inheritdoc/>
    public bool InterruptLow => _interrupts.Low;

    /// <summary>Whether there is a link: some time after the cable is plugged in.</summary>
    public bool IsLinked => _phy.IsLinked;

    /// <inheritdoc/>
    public long NextEventNanoseconds => Math.Min(
        Math.Min(Math.Min(_transmitter.NextEvent, _receiver.NextEvent), Math.Min(_mii.NextEvent, _dma.NextEvent)),
        Math.Min(_selfTest.NextEvent, _phy.NextEvent));

    /// <inheritdoc/>
    public bool ResetLow
    {
        get => _resetLow;
        set
        {
            if (value != _resetLow)
            {
                Advance();
                ChangeResetPin(value);
            }
        }
    }

    /// <summary>Plugs the cable in or pulls it.</summary>
    public bool CablePlugged
    {
        get => _cable.Plugged;
        set
        {
            Advance();
            _cable.Plugged = value;
            Advance();
        }
    }

    /// <inheritdoc/>
    public void CheckBus(int mode, int clockHz)
    {
        if (mode != 0)
        {
            _rules.Violate($"SPI mode {mode}; only mode 0 works (DS39662 §4.1).");
        }

        if (clockHz > MaxClockHz)
        {
            _rules.Violate($"SPI clock of {clockHz} Hz; the limit is 20 MHz (DS39662 table 16-6).");
        }

        if (_options.Revision < FirstMatureRevision && clockHz < MinClockHzOfEarlySilicon && CoreClockHz % clockHz != 0)
        {
            _rules.Violate($"SPI clock of {clockHz} Hz on revision B1 or B4: below 8 MHz it must divide 25 MHz (erratum 1).");
        }
    }

    /// <inheritdoc/>
    public void Select()
    {
        Advance();
        _spi.Select();
    }

    /// <inheritdoc/>
    public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        byte? silence = _resetLow ? SpiFrontEnd.HighImpedance : Faults.Silence;
        if (silence != null)
        {
            toHost.Fill(silence.Value);
            return;
        }

        for (int i = 0; i < fromHost.Length; i++)
        {
            toHost[i] = _spi.Exchange(fromHost[i]);
        }
    }

    /// <inheritdoc/>
    public void Deselect()
    {
        _spi.Deselect();
        Advance();
    }

    /// <summary>A frame arrives as on the wire, with its check sequence. This is for lengths and check sequences that no medium carries.</summary>
    public void InjectFrame(byte[] frameWithFcs)
    {
        _receiver.Inject(frameWithFcs);
        Advance();
    }

    /// <summary>The supply fails and comes back: everything is lost.</summary>
    public void PowerCycle()
    {
        _memory.Scramble(new SplitMix64(_options.Seed));
        _registers[Register.ECOCON] = RegisterMap.ResetValue(Register.ECOCON);
        Reset(soft: false);
        _power.StartClock();
        Advance();
    }

    /// <inheritdoc/>
    public void Advance()
    {
        if (_isAdvancing)
        {
            // A listener at the INT pin may look at the chip.
            return;
        }

        _isAdvancing = true;
        long now = _clock.Nanoseconds;
        for (long due = NextEventNanoseconds; due <= now; due = NextEventNanoseconds)
        {
            bool receptionEnded = RunDue(due);
            StartWaiting(due, receptionEnded);
        }

        _phy.Update(now);
        StartWaiting(now, transmitterFirst: true);
        _isAdvancing = false;
    }

    private bool RunDue(long due)
    {
        if (_receiver.NextEvent == due)
        {
            _receiver.Run(due);
            return true;
        }

        if (_transmitter.NextEvent == due)
        {
            _transmitter.Run(due, _receiver);
        }
        else if (_mii.NextEvent == due)
        {
            _mii.Run();
        }
        else if (_selfTest.NextEvent == due)
        {
            // The self-test comes before the DMA, which sums the filled memory.
            _selfTest.Run();
        }
        else if (_dma.NextEvent == due)
        {
            _dma.Run(_receiver);
        }
        else
        {
            _phy.Update(due);
        }

        return false;
    }

    /// <summary>Waiting parts get the wire or the memory. In half duplex both sides take turns.</summary>
    private void StartWaiting(long now, bool transmitterFirst)
    {
        _dma.TryStart(now, _transmitter, _receiver);
        if (transmitterFirst)
        {
            _transmitter.TryStart(now, _receiver, _dma);
        }

        _receiver.TryStart(now, _transmitter);
        _transmitter.TryStart(now, _receiver, _dma);
    }

    private void ChangeResetPin(bool low)
    {
        long sinceLastChange = _clock.Nanoseconds - _resetChangedAt;
        _resetChangedAt = _clock.Nanoseconds;
        _resetLow = low;
        if (low && sinceLastChange < ResetRecovery)
        {
            _rules.Violate($"RESET low again after {sinceLastChange} ns; 2 µs must lie between resets (DS39662 table 16-4).");
        }
        else if (!low && sinceLastChange < ShortestResetPulse)
        {
            _rules.Violate($"RESET low for {sinceLastChange} ns; 400 ns is the shortest pulse (DS39662 table 16-4).");
        }

        Reset(soft: false);
    }

    private void SoftReset()
    {
        bool isIgnored = _power.IsSaving && (_options.Errata & Enc28J60Errata.ResetInPowerSave) != 0;
        if (!isIgnored)
        {
            Reset(soft: true);
        }
    }

    private void Reset(bool soft)
    {
        _power.Reset(soft);
        byte clockOut = _registers[Register.ECOCON];
        _registers.Reset(_options.Revision);
        _registers[Register.ECOCON] = clockOut;
        _transmitter.Reset();
        _receiver.Reset();
        _dma.Reset();
        _selfTest.Reset();
        _mii.Reset();
        _phy.SetPower(true);
        _phy.Reset();
        _interrupts.Update();
    }
}
