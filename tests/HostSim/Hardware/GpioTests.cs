// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.HostSim.Hardware;

public class GpioTests
{
    [Fact]
    public void An_output_starts_low_so_that_an_active_low_line_is_active_at_first()
    {
        using HardwareBench bench = new();
        GpioPin reset = new GpioController().OpenPin(HardwareBench.Reset, PinMode.Output);

        Assert.Equal(PinValue.Low, reset.Read());
        Assert.True(bench.Chip.ResetLow);
        reset.Write(PinValue.High);
        Assert.False(bench.Chip.ResetLow);
    }

    [Fact]
    public void Toggle_turns_the_level_last_written()
    {
        using HardwareBench bench = new();
        GpioPin pin = new GpioController().OpenPin(13, PinMode.Output);
        pin.Toggle();
        Assert.Equal(PinValue.High, pin.Read());
        pin.Write(PinValue.Low);
        pin.Toggle();
        Assert.Equal(PinValue.High, pin.Read());

        pin.SetPinMode(PinMode.InputPullDown);
        pin.Toggle();
        Assert.Equal(PinValue.Low, pin.Read());
    }

    [Theory]
    [InlineData(PinMode.Input, false)]
    [InlineData(PinMode.InputPullDown, false)]
    [InlineData(PinMode.InputPullUp, true)]
    public void A_resistor_decides_what_an_open_input_reads(PinMode mode, bool level)
    {
        using HardwareBench bench = new();
        Assert.Equal(level, (bool)new GpioController().OpenPin(13, mode).Read());
    }

    [Fact]
    public void A_chip_decides_what_an_input_reads()
    {
        using HardwareBench bench = new();
        GpioPin pin = new GpioController().OpenPin(HardwareBench.Interrupt, PinMode.InputPullUp);
        bench.Chip.SetInterrupt(true);
        Assert.Equal(PinValue.Low, pin.Read());
        bench.Chip.SetInterrupt(false);
        Assert.Equal(PinValue.High, pin.Read());
    }

    [Fact]
    public void An_open_drain_pulls_low_and_lets_go()
    {
        using HardwareBench bench = new();
        GpioPin pin = new GpioController().OpenPin(13, PinMode.OutputOpenDrainPullUp);
        Assert.Equal(PinValue.Low, pin.Read());
        pin.Write(PinValue.High);
        Assert.Equal(PinValue.High, pin.Read());
    }

    [Theory]
    [InlineData(24)]
    [InlineData(40)]
    [InlineData(-1)]
    public void A_pin_that_does_not_exist_does_not_open(int pin)
    {
        using HardwareBench bench = new();
        Assert.Throws<InvalidOperationException>(() => new GpioController().OpenPin(pin));
        Assert.False(new GpioController().IsPinModeSupported(pin, PinMode.Input));
    }

    [Fact]
    public void A_pin_opens_once_whichever_controller_is_asked()
    {
        using HardwareBench bench = new();
        GpioPin pin = new GpioController().OpenPin(13);
        GpioController other = new(PinNumberingScheme.Board);

        Assert.Equal(PinNumberingScheme.Board, other.NumberingScheme);
        Assert.True(other.IsPinOpen(13));
        Assert.Throws<InvalidOperationException>(() => other.OpenPin(13));
        other.ClosePin(13);
        Assert.Throws<ObjectDisposedException>(() => pin.Read());
        Assert.Throws<InvalidOperationException>(() => other.ClosePin(13));
        Assert.NotNull(other.OpenPin(13));
    }

    [Fact]
    public void Pins_34_to_39_of_an_ESP32_are_inputs_only_without_resistors()
    {
        using HardwareBench bench = new();
        GpioController gpio = new();

        Assert.True(gpio.IsPinModeSupported(34, PinMode.InputPullUp));
        Assert.False(gpio.IsPinModeSupported(34, PinMode.Output));
        Assert.Throws<ArgumentException>(() => gpio.OpenPin(34, PinMode.Output));
        Assert.False(gpio.IsPinOpen(34));
        Assert.Equal(PinValue.Low, gpio.OpenPin(34, PinMode.InputPullUp).Read());
        Assert.Equal(40, gpio.PinCount);
    }

    [Theory]
    [InlineData(6, 11)]
    public void With_PSRAM_the_pins_of_the_memory_are_reserved(int first, int last)
    {
        VirtualBoard board = new(Soc.Esp32, new ManualClock(), hasPsram: true);
        using IDisposable activation = board.Activate();
        GpioController gpio = new();

        Assert.False(gpio.IsPinOpen(first - 1));
        Assert.All(Enumerable.Range(first, last - first + 1), pin => Assert.Throws<InvalidOperationException>(() => gpio.OpenPin(pin)));
        Assert.False(gpio.IsPinOpen(last + 1));
    }

    [Fact]
    public void The_controller_works_on_the_pins_that_are_open()
    {
        using HardwareBench bench = new();
        GpioController gpio = new();
        gpio.OpenPin(13);
        gpio.SetPinMode(13, PinMode.Output);
        gpio.Write(13, PinValue.High);

        Assert.Equal(PinMode.Output, gpio.GetPinMode(13));
        Assert.Equal(PinValue.High, gpio.Read(13));
        Assert.Throws<InvalidOperationException>(() => gpio.Read(14));
        Assert.Throws<InvalidOperationException>(() => gpio.Write(14, PinValue.High));
        Assert.Throws<InvalidOperationException>(() => gpio.SetPinMode(14, PinMode.Output));
        Assert.Throws<InvalidOperationException>(() => gpio.GetPinMode(14));
        gpio.SetPinMode(13, PinMode.Input);
        Assert.Throws<ArgumentException>(() => gpio.Write(13, PinValue.High));
        gpio.Dispose();
        gpio.Dispose();
        Assert.False(new GpioController().IsPinOpen(13));
        Assert.Throws<ObjectDisposedException>(() => gpio.Read(13));
    }

    [Fact]
    public void A_level_is_0_or_1()
    {
        PinValue high = 5;
        PinValue low = false;

        Assert.True((bool)high);
        Assert.Equal(1, (int)high);
        Assert.Equal(0, (byte)low);
        Assert.True(high != low);
        Assert.True(low == PinValue.Low);
        Assert.Equal("High", high.ToString());
        Assert.False(high.Equals("High"));
        Assert.Equal(high.GetHashCode(), PinValue.High.GetHashCode());
    }
}
