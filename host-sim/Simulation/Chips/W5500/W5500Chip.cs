// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>
/// A W5500 with socket 0 for raw Ethernet frames (MACRAW). Registers, buffers, timing, interrupt and link follow the data sheet 1.1.0. The other
/// sockets exist, but not the hard-wired TCP and UDP.
/// </summary>
public sealed class W5500Chip : IEthernetChip
{
    private const int SocketCount = 8;
    private const int GuaranteedHz = 33_300_000;
    private const int MaximumHz = 80_000_000;
    private const byte HighImpedance = 0xFF;

    private readonly IHardwareClock _clock;
    private readonly W5500Options _options;
    private readonly Rules _rules;
    private readonly RegisterBlock _common;
    private readonly Socket[] _sockets;
    private readonly ResetControl _reset;
    private readonly Phy _phy;
    private readonly InterruptPin _interruptPin;
    private readonly Transmitter _transmitter;
    private readonly Receiver _receiver;
    private readonly SocketCommands _commands;
    private readonly AddressSpace _space;
    private readonly SpiFrontEnd _frontEnd;
    private bool _isSelected;

    /// <summary>A chip whose cable is the medium.</summary>
    public W5500Chip(IHardwareClock clock, EthernetLink medium, W5500Options? options = null)
    {
        _clock = clock;
        _options = options ?? new W5500Options();
        _rules = new Rules("W5500", _options.Strict);
        _rules.Broken += _ => Counters.Violations++;
        _common = CommonRegister.CreateBlock(_rules);
        _sockets = [.. Enumerable.Range(0, SocketCount).Select(number => new Socket(number, _rules))];
        Socket socket = _sockets[0];
        BufferMemory transmitMemory = new(_sockets, SocketRegister.TransmitBufferSize, "transmit", _rules);
        BufferMemory receiveMemory = new(_sockets, SocketRegister.ReceiveBufferSize, "receive", _rules);
        SocketInterrupts interrupts = new(_common, _sockets, _options);
        _reset = new ResetControl(_options, _rules);
        _phy = new Phy(medium, _options, _rules);
        _interruptPin = new InterruptPin(_common, interrupts);
        _transmitter = new Transmitter(medium, _phy, socket, transmitMemory, interrupts, _options, _rules, Counters);
        TcpIpEngine engine = new(medium, _common, Counters);
        _receiver = new Receiver(medium, _phy, _common, socket, receiveMemory, interrupts, engine, _options.Faults, Counters);
        _commands = new SocketCommands(_sockets, transmitMemory, receiveMemory, _transmitter, _options, _rules);
        _space = new AddressSpace(
            _common, _sockets, transmitMemory, receiveMemory, _commands, _transmitter, interrupts, _phy, _reset, _options.Faults, _rules, Counters);
        _frontEnd = new SpiFrontEnd(_space, _rules, Counters);
        _space.ResetRequested += BeginSoftwareReset;
        _space.InterruptCleared += () => _interruptPin.OnCleared(_clock.Nanoseconds);
        _interruptPin.Changed += () => InterruptChanged?.Invoke();
        Advance();
    }

    /// <summary>INTn has changed.</summary>
    public event Action? InterruptChanged;

    /// <summary>The host has broken a rule of the data sheet. The argument describes it in a sentence. A strict chip throws after that.</summary>
    public event Action<string>? RuleBroken
    {
        add => _rules.Broken += value;
        remove => _rules.Broken -= value;
    }

    /// <summary>The counters so far.</summary>
    public W5500Counters Counters { get; } = new();

    /// <summary>The faults, which may be switched while the chip runs.</summary>
    public W5500Faults Faults => _options.Faults;

    /// <summary>INTn.</summary>
    public bool InterruptLow => _interruptPin.IsLow;

    /// <summary>The time of the next event without the host; long.MaxValue: none. Frames of the medium cannot be foreseen.</summary>
    public long NextEventNanoseconds =>
        Math.Min(
            Math.Min(_commands.NextEvent, _transmitter.NextEvent),
            Math.Min(Math.Min(_receiver.NextEvent, _interruptPin.NextEvent), _phy.NextEvent));

    /// <summary>RSTn.</summary>
    public bool ResetLow
    {
        get => _reset.IsPinLow;
        set
        {
            if (value == _reset.IsPinLow)
            {
                return;
            }

            Advance();
            _reset.SetPin(value, _clock.Nanoseconds);
            if (value)
            {
                Reset(renegotiate: true);
            }

            Advance();
        }
    }

    /// <summary>Whether the link is up as the PHY sees it.</summary>
    public bool IsLinkUp => _phy.IsUp;

    /// <summary>The supply fails and comes back: everything is lost.</summary>
    public void PowerCycle()
    {
        Advance();
        Reset(renegotiate: true);
        _reset.PowerUp(_clock.Nanoseconds);
        Advance();
    }

    /// <summary>Plugs in the cable or pulls it. A link also needs the medium to be up.</summary>
    public void SetCable(bool isPlugged)
    {
        _phy.HasPartner = isPlugged;
        Advance();
    }

    /// <summary>The modes of the station at the other end of the cable.</summary>
    public void SetPartner(bool is100Mbit, bool isFullDuplex)
    {
        _phy.PartnerIsFast = is100Mbit;
        _phy.PartnerIsFullDuplex = isFullDuplex;
        Advance();
    }

    /// <summary>Catches up with the clock: commands, frames in both directions, the link and INTn.</summary>
    public void Advance()
    {
        long now = _clock.Nanoseconds;
        if (_reset.IsPinLow)
        {
            return;
        }

        for (long next = NextEventNanoseconds; next < now; next = NextEventNanoseconds)
        {
            AdvanceTo(next);
        }

        // The medium may have delivered something that is due at once.
        do
        {
            AdvanceTo(now);
        }
        while (NextEventNanoseconds <= now);
    }

    /// <inheritdoc/>
    public void CheckBus(int mode, int clockHz)
    {
        if (mode is not (0 or 3))
        {
            _rules.Violate($"SPI mode {mode}; the chip works in modes 0 and 3 (data sheet 2.2).");
        }

        if (clockHz > MaximumHz)
        {
            _rules.Violate($"SPI clock of {clockHz} Hz; the limit is 80 MHz (data sheet 5.5.4).");
        }

        Counters.ClockBeyondGuarantee |= clockHz > GuaranteedHz;
    }

    /// <inheritdoc/>
    public void Select()
    {
        if (_isSelected)
        {
            throw new InvalidOperationException("The W5500 is selected already.");
        }

        _isSelected = true;
        Advance();
        _frontEnd.Begin();
    }

    /// <inheritdoc/>
    public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        if (!_isSelected || _reset.IsPinLow)
        {
            toHost.Fill(HighImpedance);
            return;
        }

        Advance();
        _space.Now = _clock.Nanoseconds;
        try
        {
            for (int i = 0; i < fromHost.Length; i++)
            {
                toHost[i] = _frontEnd.Exchange(fromHost[i]);
            }
        }
        catch
        {
            // An error at the end of the chip select must not hide the first cause.
            _frontEnd.Abandon();
            throw;
        }

        _interruptPin.Advance(_clock.Nanoseconds);
    }

    /// <inheritdoc/>
    public void Deselect()
    {
        if (_isSelected)
        {
            _isSelected = false;
            _frontEnd.End();
        }
    }

    private void AdvanceTo(long time)
    {
        _phy.Advance(time);
        _commands.Advance(time);
        _transmitter.Advance(time);
        _receiver.Advance(time);
        _interruptPin.Advance(time);
    }

    private void BeginSoftwareReset()
    {
        Reset(renegotiate: false);
        _reset.BeginSoftwareReset(_clock.Nanoseconds);
    }

    private void Reset(bool renegotiate)
    {
        _common.Reset();
        foreach (Socket socket in _sockets)
        {
            socket.Reset();
        }

        _commands.Reset();
        _transmitter.Abort();
        _receiver.Reset();
        _phy.Reset(renegotiate);
        _interruptPin.Reset();
    }
}
