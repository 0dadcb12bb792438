// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System;

[AttributeUsage(AttributeTargets.All)]
public abstract class Attribute
{
    protected extern Attribute();
}

[AttributeUsage(AttributeTargets.Class)]
public sealed class AttributeUsageAttribute : Attribute
{
    public extern AttributeUsageAttribute(AttributeTargets validOn);

    public extern AttributeTargets ValidOn { get; }

    public extern bool AllowMultiple { get; set; }

    public extern bool Inherited { get; set; }
}

[AttributeUsage(AttributeTargets.All)]
public sealed class CLSCompliantAttribute : Attribute
{
    public extern CLSCompliantAttribute(bool isCompliant);

    public extern bool IsCompliant { get; }
}

[AttributeUsage(AttributeTargets.Enum)]
public class FlagsAttribute : Attribute
{
    public extern FlagsAttribute();
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class MTAThreadAttribute : Attribute
{
    public extern MTAThreadAttribute();
}

[AttributeUsage(AttributeTargets.Field)]
public sealed class NonSerializedAttribute : Attribute
{
    public extern NonSerializedAttribute();
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Constructor | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Event | AttributeTargets.Interface | AttributeTargets.Delegate, Inherited = false)]
public sealed class ObsoleteAttribute : Attribute
{
    public extern ObsoleteAttribute();

    public extern ObsoleteAttribute(string message);

    public extern ObsoleteAttribute(string message, bool error);

    public extern string Message { get; }

    public extern bool IsError { get; }
}

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParamArrayAttribute : Attribute
{
    public extern ParamArrayAttribute();
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class STAThreadAttribute : Attribute
{
    public extern STAThreadAttribute();
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Delegate, Inherited = false)]
public sealed class SerializableAttribute : Attribute
{
    public extern SerializableAttribute();
}
