// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.Runtime.Events;

public class CustomEventArgs : EventArgs
{
    public extern ushort Data1 { get; }

    public extern uint Data2 { get; }

    internal extern CustomEventArgs();
}
