// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using System.Threading;

namespace NanoTcp.Floor
{
    /// <summary>The line by which a controller wakes a program that sleeps.</summary>
    public sealed class InterruptLine
    {
        /// <summary>The line, to be read where an edge alone does not tell.</summary>
        public readonly GpioPin Pin;

        /// <summary>The line has fallen since this was last cleared.</summary>
        public bool Pending = true;

        private readonly AutoResetEvent _fell = new AutoResetEvent(false);

        /// <summary>Opens a pin.</summary>
        public InterruptLine(int pin)
        {
            Pin = new GpioController().OpenPin(pin, PinMode.InputPullUp);
            Pin.ValueChanged += OnEdge;
        }

        private void OnEdge(object sender, PinValueChangedEventArgs e)
        {
            if (e.ChangeType == PinEventTypes.Falling)
            {
                Pending = true;
                _fell.Set();
            }
        }
    }
}
