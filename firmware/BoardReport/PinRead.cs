// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>The level of a pin is read, as the drivers read INT.</summary>
    public sealed class PinRead : Operation
    {
        private readonly GpioPin _pin;

        /// <summary>Reads this pin, an input.</summary>
        public PinRead(GpioPin pin)
        {
            _pin = pin;
        }

        /// <inheritdoc/>
        public override int MaxCount
        {
            get { return 1 << 17; }
        }

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            GpioPin pin = _pin;
            for (int i = 0; i < count; i++)
            {
                _ = (bool)pin.Read();
            }
        }
    }
}
