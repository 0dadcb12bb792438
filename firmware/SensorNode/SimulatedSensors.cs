// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// Sensors for a board that has none. They simulate a room whose values follow waves of the time, so the same time gives the same values.
    /// </summary>
    public sealed class SimulatedSensors : SensorSource
    {
        // A wave is two parabolas, one up and one down. That is smooth enough, and needs no table. Half a period in milliseconds.
        private const long Half = 7 * 60_000;

        // The divisor that turns the height of the parabola, the square of a quarter of the period, into the amplitude.
        private const long Temperature = Half * Half / (4 * 240);
        private const long Humidity = Half * Half / (4 * 520);
        private const long Pressure = Half * Half / (4 * 380);

        /// <inheritdoc/>
        public override void Read(long now, SensorReading reading)
        {
            // Counts from the middle of the period. One wave serves all three values, because it is expensive on the device. Warmer air is dryer.
            long time = now % (2 * Half) - Half;
            long height = time * ((time < 0 ? -time : time) - Half);
            reading.Temperature = 2150 + (int)(height / Temperature);
            reading.Humidity = 4600 - (int)(height / Humidity);
            reading.Pressure = 101_325 + (int)(height / Pressure);
        }
    }
}
