// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SensorNode
{
    /// <summary>What the sensors said at one moment. Whole numbers, since arithmetic with fractions is dear on the device.</summary>
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
