// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

/// <summary>The callback for edges of a pin.</summary>
internal sealed class PinCallback(GpioController controller, PinEventTypes eventTypes, PinChangeEventHandler handler)
{
    public void OnValueChanged(object sender, PinValueChangedEventArgs e)
    {
        if ((eventTypes & e.ChangeType) != 0)
        {
            handler(controller, e);
        }
    }
}
