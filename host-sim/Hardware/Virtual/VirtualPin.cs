// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;

namespace NanoTcp.Hardware.Virtual;

/// <summary>A pin of the microcontroller. The application sets its mode, chips drive it, and edges follow.</summary>
internal sealed class VirtualPin(int number, bool canBeOutput, VirtualBoard board, InterruptQueue interrupts)
{
    // The platform debounces with a timer of FreeRTOS, which counts ticks.
    private const int TickMilliseconds = 10;
    private const long NanosecondsPerTick = TickMilliseconds * 1_000_000L;

    private bool? _driven;
    private bool _isListening;
    private bool _recorded;
    private long _debounceTicks;
    private bool _debounced;

    /// <summary>The application changes what it drives.</summary>
    public event Action? OutputChanged;

    public int Number { get; } = number;

    public GpioPin? Owner { get; set; }

    public PinCallback? Callback { get; set; }

    public bool IsReserved { get; set; }

    public PinMode Mode { get; private set; } = PinMode.Input;

    /// <summary>The level last written.</summary>
    public bool Latch { get; private set; }

    public bool IsOutput => Mode >= PinMode.Output;

    /// <summary>When a debounced edge is due; never: <see cref="long.MaxValue"/>.</summary>
    public long DebounceEnd { get; private set; } = long.MaxValue;

    public bool Level
    {
        get
        {
            bool isReleased = !IsOutput || (Mode != PinMode.Output && Latch);
            if (!isReleased)
            {
                return Latch;
            }

            // Pins that are inputs only have no resistors.
            bool isPulledUp = canBeOutput && Mode is not (PinMode.Input or PinMode.InputPullDown or PinMode.OutputOpenSourcePullDown);
            return _driven ?? isPulledUp;
        }
    }

    /// <summary>The level that an input of a chip sees on this pin. Modules pull their inputs up.</summary>
    public bool LevelAtChip => !IsOutput || Latch;

    public bool Supports(PinMode mode)
    {
        return mode >= PinMode.Input && mode <= (canBeOutput ? PinMode.OutputOpenSourcePullDown : PinMode.InputPullUp);
    }

    public void SetMode(PinMode mode)
    {
        if (!Supports(mode))
        {
            throw new ArgumentException($"Pin {Number} cannot be {mode}.", nameof(mode));
        }

        Mode = mode;
        if (IsOutput)
        {
            Latch = false;
            StopListening();
        }
        else if (Owner is not { HasCallbacks: true })
        {
            StopListening();
        }
        else if (!_isListening)
        {
            _isListening = true;
            _recorded = Level;
        }

        OutputChanged?.Invoke();
    }

    /// <summary>Makes the pin an output with a fixed level, as the SPI driver does with a chip select.</summary>
    public void SetOutput(bool level)
    {
        Mode = PinMode.Output;
        Latch = level;
        OutputChanged?.Invoke();
    }

    public void Write(bool level)
    {
        Latch = level;
        OutputChanged?.Invoke();
        if (Owner is { HasCallbacks: true })
        {
            interrupts.Add(Number, level);
        }
    }

    public void SetDebounce(TimeSpan time)
    {
        long milliseconds = time.Ticks / TimeSpan.TicksPerMillisecond;
        if (_debounceTicks > 0 && milliseconds > 0)
        {
            return;
        }

        _debounceTicks = milliseconds == 0 ? 0 : Math.Max(1, milliseconds / TickMilliseconds);
    }

    /// <summary>The program uses the pin now: what it has executed before takes its time first.</summary>
    public void BeginUse()
    {
        board.Platform?.CatchUp();
    }

    /// <summary>A chip drives the wire.</summary>
    public void Drive(bool level)
    {
        _driven = level;
        if (!_isListening || DebounceEnd != long.MaxValue)
        {
            return;
        }

        if (_debounceTicks > 0)
        {
            _debounced = Level;
            DebounceEnd = board.Clock.Nanoseconds + _debounceTicks * NanosecondsPerTick;
        }
        else if (Level != _recorded)
        {
            _recorded = Level;
            interrupts.Add(Number, _recorded);
        }
    }

    /// <summary>Ends a debounce time that is over. The edge counts if the level has lasted.</summary>
    public void Advance()
    {
        if (board.Clock.Nanoseconds < DebounceEnd)
        {
            return;
        }

        DebounceEnd = long.MaxValue;
        if (Level == _debounced)
        {
            _recorded = _debounced;
            interrupts.Add(Number, _debounced);
        }
    }

    public void Release()
    {
        Owner = null;
        Callback = null;
        _debounceTicks = 0;
        SetMode(PinMode.Input);
        IsReserved = false;
    }

    private void StopListening()
    {
        _isListening = false;
        DebounceEnd = long.MaxValue;
    }
}
