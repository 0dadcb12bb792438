// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SensorNode
{
    /// <summary>The values of the sensors at one moment. They are whole numbers, because arithmetic with fractions is expensive on the device.</summary>
    public sealed class SensorReading
    {
        /// <summary>Hundredths of a degree Celsius.</summary>
        public int Temperature;

        /// <summary>Relative humidity in hundredths of a percent.</summary>
        public int Humidity;

        /// <summary>Hundredths of a hectopascal, that is, pascals.</summary>
        public int Pressure;
    }
}
