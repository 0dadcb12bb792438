// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using System.Threading;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>
    /// An edge goes its way through the platform until a handler has run. The platform reports the edges of an output too, if somebody listens, so
    /// nothing needs to be wired. The thread yields until then, as it does while the board is busy.
    /// </summary>
    public sealed class EdgeRun : Operation
    {
        private const int MaxYields = 1000;

        private readonly GpioPin _pin;
        private int _edges;

        /// <summary>Toggles this pin, an output.</summary>
        public EdgeRun(GpioPin pin)
        {
            _pin = pin;
            pin.ValueChanged += OnEdge;
        }

        /// <summary>Whether an edge was never reported. The operation then does nothing more.</summary>
        public bool IsLost { get; private set; }

        /// <inheritdoc/>
        public override int MaxCount
        {
            get { return 1 << 13; }
        }

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            for (int i = 0; i < count; i++)
            {
                int before = _edges;
                _pin.Toggle();
                for (int yields = 0; _edges == before && !IsLost; yields++)
                {
                    Thread.Sleep(0);
                    IsLost = yields == MaxYields;
                }
            }
        }

        private void OnEdge(object sender, PinValueChangedEventArgs e)
        {
            _edges++;
        }
    }
}
