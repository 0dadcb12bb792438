// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.Runtime.Events;

public class GenericEvent : BaseEvent
{
    public byte Category;

    public uint Data;

    public DateTime Time;

    public extern GenericEvent();
}
