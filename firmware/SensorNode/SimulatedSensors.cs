// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SensorNode
{
    /// <summary>Sensors for a board that has none: a room in which the weather comes and goes, the same at the same time.</summary>
    public sealed class SimulatedSensors : SensorSource
    {
        // A wave is two parabolas, one up and one down: as smooth as the eye needs, and without a table. Half a period in milliseconds.
        private const long Half = 7 * 60_000;

        // What makes its height, the square of a quarter of the period, an amplitude of so much.
        private const long Temperature = Half * Half / (4 * 240);
        private const long Humidity = Half * Half / (4 * 520);
        private const long Pressure = Half * Half / (4 * 380);

        /// <inheritdoc/>
        public override void Read(long now, SensorReading reading)
        {
            // From the middle of the period, and all three at once: one wave is dear enough on the device. Warmer air is dryer.
            long time = now % (2 * Half) - Half;
            long height = time * ((time < 0 ? -time : time) - Half);
            reading.Temperature = 2150 + (int)(height / Temperature);
            reading.Humidity = 4600 - (int)(height / Humidity);
            reading.Pressure = 101_325 + (int)(height / Pressure);
        }
    }
}
