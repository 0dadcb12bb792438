// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.Runtime.Events;

public class NativeEventDispatcher : IDisposable
{
    protected NativeEventHandler threadSpawn;

    protected NativeEventHandler callbacks;

    protected bool disposed;

    public extern NativeEventDispatcher(string driverName, ulong driverData);

    public extern virtual void EnableInterrupt();

    public extern virtual void DisableInterrupt();

    protected extern virtual void Dispose(bool disposing);

    public extern void Dispose();

    public extern event NativeEventHandler OnInterrupt;
}
