// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using nanoFramework.Hardware.Esp32;
using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.HostSim.Hardware;

public class PinFunctionTests
{
    [Fact]
    public void An_ESP32_has_default_pins_for_its_first_bus_only()
    {
        using HardwareBench bench = new();

        Assert.Equal(23, Configuration.GetFunctionPin(DeviceFunction.SPI1_MOSI));
        Assert.Equal(25, Configuration.GetFunctionPin(DeviceFunction.SPI1_MISO));
        Assert.Equal(19, Configuration.GetFunctionPin(DeviceFunction.SPI1_CLOCK));
        Assert.Equal(-1, Configuration.GetFunctionPin(DeviceFunction.SPI2_MOSI));
        Assert.Equal(-1, Configuration.GetFunctionPin(DeviceFunction.SPI2_MISO));
        Assert.Equal(-1, Configuration.GetFunctionPin(DeviceFunction.SPI2_CLOCK));
    }

    [Fact]
    public void An_ESP32_S3_has_no_pin_for_SPI_until_one_is_set()
    {
        using HardwareBench bench = new(new ChipWiring(11, 12, 13, 14), soc: Soc.Esp32S3);

        Assert.Equal(-1, Configuration.GetFunctionPin(DeviceFunction.SPI1_MOSI));
        Configuration.SetPinFunction(11, DeviceFunction.SPI1_MOSI);
        Assert.Equal(11, Configuration.GetFunctionPin(DeviceFunction.SPI1_MOSI));
    }

    [Theory]
    [InlineData(34, DeviceFunction.SPI1_MOSI)]
    [InlineData(39, DeviceFunction.SPI2_CLOCK)]
    [InlineData(24, DeviceFunction.SPI1_CLOCK)]
    [InlineData(40, DeviceFunction.SPI1_MOSI)]
    [InlineData(4, (DeviceFunction)0x010103)]
    [InlineData(4, (DeviceFunction)0x010300)]
    [InlineData(4, (DeviceFunction)0x020100)]
    public void A_pin_that_cannot_drive_the_wire_and_a_function_that_is_none_are_refused(int pin, DeviceFunction function)
    {
        using HardwareBench bench = new();
        Assert.Throws<ArgumentException>(() => Configuration.SetPinFunction(pin, function));
    }

    [Fact]
    public void An_input_can_be_MISO()
    {
        using HardwareBench bench = new();
        Configuration.SetPinFunction(34, DeviceFunction.SPI1_MISO);

        Assert.Equal(34, Configuration.GetFunctionPin(DeviceFunction.SPI1_MISO));
    }

    [Fact]
    public void There_is_no_pin_for_a_function_that_is_none()
    {
        using HardwareBench bench = new();
        Assert.Equal(-1, Configuration.GetFunctionPin((DeviceFunction)0x020100));
    }
}
