// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

/// <summary>Learns of an edge from the pin.</summary>
public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);
