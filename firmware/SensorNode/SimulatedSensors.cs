// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SensorNode
{
    /// <summary>Sensors for a board that has none: a room in which the weather comes and goes, the same at the same time.</summary>
    public sealed class SimulatedSensors : SensorSource
    {
        private const int Minute = 60_000;

        /// <inheritdoc/>
        public override void Read(long now, SensorReading reading)
        {
            reading.Temperature = 2150 + Wave(now, 10 * Minute, 240);
            reading.Humidity = 4600 - Wave(now, 14 * Minute, 520);
            reading.Pressure = 101_325 + Wave(now, 45 * Minute, 380);
        }

        // Two parabolas, one up and one down, are as smooth as the eye needs and take no table.
        private static int Wave(long now, int period, int amplitude)
        {
            long half = period / 2;
            long phase = now % period;
            long height = phase < half ? phase * (half - phase) : -(phase - half) * (period - phase);
            return (int)(4 * amplitude * height / (half * half));
        }
    }
}
