// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.SensorNode;

namespace NanoTcp.Tests.Firmware;

public class SensorValuesTests
{
    [Fact]
    public void Simulated_sensors_move_slowly_stay_in_range_and_repeat()
    {
        SimulatedSensors sensors = new();
        SensorReading before = new();
        SensorReading reading = new();
        HashSet<int> temperatures = [];
        sensors.Read(0, before);
        for (long now = 0; now < 2 * 3_600_000; now += 500)
        {
            sensors.Read(now, reading);
            temperatures.Add(reading.Temperature);
            Assert.InRange(reading.Temperature, 1800, 2500);
            Assert.InRange(reading.Humidity, 3900, 5300);
            Assert.InRange(reading.Pressure, 100_800, 101_800);
            Assert.InRange(reading.Temperature - before.Temperature, -15, 15);
            Assert.InRange(reading.Humidity - before.Humidity, -25, 25);
            Assert.InRange(reading.Pressure - before.Pressure, -10, 10);
            (before, reading) = (reading, before);
        }

        Assert.True(temperatures.Count > 300);
        sensors.Read(123_456_789_012, before);
        sensors.Read(123_456_789_012, reading);
        Assert.Equal((before.Temperature, before.Humidity, before.Pressure), (reading.Temperature, reading.Humidity, reading.Pressure));
    }
}
