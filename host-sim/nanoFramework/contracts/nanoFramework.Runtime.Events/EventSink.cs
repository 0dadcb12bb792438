// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Runtime.Events;

public class EventSink : NativeEventDispatcher
{
    public static extern void AddEventListener(EventCategory eventCategory, IEventListener eventListener);

    public static extern void AddEventFilter(EventCategory eventCategory, IEventListener eventFilter);

    public static extern void AddEventProcessor(EventCategory eventCategory, IEventProcessor eventProcessor);

    public static extern void RemoveEventListener(EventCategory eventCategory, IEventListener eventListener);

    public static extern void RemoveEventFilter(EventCategory eventCategory, IEventListener eventFilter);

    public static extern void RemoveEventProcessor(EventCategory eventCategory, IEventProcessor eventProcessor);

    public static extern void PostManagedEvent(byte category, byte subCategory, ushort data1, uint data2);

    internal extern EventSink();
}
