// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Runtime.Events;

public class BaseEvent
{
    public ushort Source;

    public byte Message;

    public extern BaseEvent();
}
