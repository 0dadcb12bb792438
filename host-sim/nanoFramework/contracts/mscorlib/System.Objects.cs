// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;

namespace System;

public abstract class Delegate
{
    public extern override bool Equals(object obj);

    public static extern Delegate Combine(Delegate a, Delegate b);

    public extern virtual Delegate[] GetInvocationList();

    public static extern Delegate Remove(Delegate source, Delegate value);

    public static extern bool operator ==(Delegate d1, Delegate d2);

    public static extern bool operator !=(Delegate d1, Delegate d2);

    protected extern Delegate();

    public extern MethodInfo Method { get; }

    public extern object Target { get; }
}

public abstract class Enum : ValueType
{
    public extern bool HasFlag(Enum flag);

    public extern override string ToString();

    protected extern Enum();
}

public class EventArgs
{
    public static readonly EventArgs Empty;

    public extern EventArgs();
}

public static class GC
{
    public static extern void WaitForPendingFinalizers();

    public static extern void SuppressFinalize(object obj);

    public static extern void ReRegisterForFinalize(object obj);
}

public abstract class MarshalByRefObject
{
    protected extern MarshalByRefObject();
}

public abstract class MulticastDelegate : Delegate
{
    public static extern bool operator ==(MulticastDelegate d1, MulticastDelegate d2);

    public static extern bool operator !=(MulticastDelegate d1, MulticastDelegate d2);

    public extern override bool Equals(object obj);

    protected extern MulticastDelegate();
}

public class Object
{
    public extern Object();

    public extern virtual string ToString();

    public extern virtual bool Equals(object obj);

    public static extern bool Equals(object objA, object objB);

    public static extern bool ReferenceEquals(object objA, object objB);

    public extern virtual int GetHashCode();

    public extern Type GetType();

    protected extern object MemberwiseClone();
}

public abstract class ValueType
{
    public extern override bool Equals(object obj);

    protected extern ValueType();
}

public struct Void
{
}

public class WeakReference
{
    public extern WeakReference(object target);

    public extern virtual bool IsAlive { get; }

    public extern virtual object Target { get; set; }
}
