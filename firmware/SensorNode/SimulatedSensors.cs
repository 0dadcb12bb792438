// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SensorNode
{
    /// <summary>Sensors for a board that has none: a room in which the weather comes and goes, the same at the same time.</summary>
    public sealed class SimulatedSensors : SensorSource
    {
        private const long Minute = 60_000;
        private const long HalfTemperature = 5 * Minute;
        private const long HalfHumidity = 7 * Minute;
        private const long HalfPressure = 45 * Minute / 2;

        // What makes the height of a wave, which is the square of a quarter of its period, its amplitude.
        private const long TemperatureScale = HalfTemperature * HalfTemperature / (4 * 240);
        private const long HumidityScale = HalfHumidity * HalfHumidity / (4 * 520);
        private const long PressureScale = HalfPressure * HalfPressure / (4 * 380);

        /// <inheritdoc/>
        public override void Read(long now, SensorReading reading)
        {
            // A wave is two parabolas, one up and one down: as smooth as the eye needs, and without a table. The time counts from its middle.
            long time = now % (2 * HalfTemperature) - HalfTemperature;
            reading.Temperature = 2150 - (int)(time * (HalfTemperature - (time < 0 ? -time : time)) / TemperatureScale);
            time = now % (2 * HalfHumidity) - HalfHumidity;
            reading.Humidity = 4600 + (int)(time * (HalfHumidity - (time < 0 ? -time : time)) / HumidityScale);
            time = now % (2 * HalfPressure) - HalfPressure;
            reading.Pressure = 101_325 - (int)(time * (HalfPressure - (time < 0 ? -time : time)) / PressureScale);
        }
    }
}
