// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.Field)]
public sealed class AccessedThroughPropertyAttribute : Attribute
{
    public extern AccessedThroughPropertyAttribute(string propertyName);

    public extern string PropertyName { get; }
}

[AttributeUsage(AttributeTargets.Parameter, AllowMultiple = false, Inherited = false)]
public sealed class CallerArgumentExpressionAttribute : Attribute
{
    public extern CallerArgumentExpressionAttribute(string parameterName);

    public extern string ParameterName { get; }
}

[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class CallerMemberNameAttribute : Attribute
{
    public extern CallerMemberNameAttribute();
}

[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ExtensionAttribute : Attribute
{
    public extern ExtensionAttribute();
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class IndexerNameAttribute : Attribute
{
    public extern IndexerNameAttribute(string indexerName);
}

[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class InternalsVisibleToAttribute : Attribute
{
    public extern InternalsVisibleToAttribute(string assemblyName);

    public extern string AssemblyName { get; }
}

public static class IsExternalInit
{
}

public enum MethodCodeType
{
    IL = 0,
    Native = 1,
    OPTIL = 2,
    Runtime = 3,
}

[AttributeUsage(AttributeTargets.Constructor | AttributeTargets.Method, Inherited = false)]
public sealed class MethodImplAttribute : Attribute
{
    public MethodCodeType MethodCodeType;

    public extern MethodImplAttribute(MethodImplOptions methodImplOptions);

    public extern MethodImplAttribute(short _value);

    public extern MethodImplAttribute();

    public extern MethodImplOptions Value { get; }
}

public enum MethodImplOptions
{
    Unmanaged = 4,
    ForwardRef = 16,
    PreserveSig = 128,
    InternalCall = 4096,
    Synchronized = 32,
    NoInlining = 8,
}

public static class RuntimeFeature
{
    public const string DefaultImplementationsOfInterfaces = "DefaultImplementationsOfInterfaces";

    public static extern bool IsSupported(string feature);
}

public static class RuntimeHelpers
{
    public static extern void InitializeArray(Array array, RuntimeFieldHandle fldHandle);

    public static extern object GetObjectValue(object obj);

    public static extern void RunClassConstructor(RuntimeTypeHandle type);

    public static extern int OffsetToStringData { get; }
}
