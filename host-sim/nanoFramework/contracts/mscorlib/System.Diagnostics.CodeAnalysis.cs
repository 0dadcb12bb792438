// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Diagnostics.CodeAnalysis;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class AllowNullAttribute : Attribute
{
    public extern AllowNullAttribute();
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class DisallowNullAttribute : Attribute
{
    public extern DisallowNullAttribute();
}

[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class DoesNotReturnAttribute : Attribute
{
    public extern DoesNotReturnAttribute();
}

[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class DoesNotReturnIfAttribute : Attribute
{
    public extern DoesNotReturnIfAttribute(bool parameterValue);

    public extern bool ParameterValue { get; }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class MaybeNullAttribute : Attribute
{
    public extern MaybeNullAttribute();
}

[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class MaybeNullWhenAttribute : Attribute
{
    public extern MaybeNullWhenAttribute(bool returnValue);

    public extern bool ReturnValue { get; }
}

[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class MemberNotNullAttribute : Attribute
{
    public extern MemberNotNullAttribute(string member);

    public extern MemberNotNullAttribute(params string[] members);

    public extern string[] Members { get; }
}

[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
public sealed class MemberNotNullWhenAttribute : Attribute
{
    public extern MemberNotNullWhenAttribute(bool returnValue, string member);

    public extern MemberNotNullWhenAttribute(bool returnValue, params string[] members);

    public extern bool ReturnValue { get; }

    public extern string[] Members { get; }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class NotNullAttribute : Attribute
{
    public extern NotNullAttribute();
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.ReturnValue, AllowMultiple = true, Inherited = false)]
public sealed class NotNullIfNotNullAttribute : Attribute
{
    public extern NotNullIfNotNullAttribute(string parameterName);

    public extern string ParameterName { get; }
}

public sealed class NotNullWhenAttribute : Attribute
{
    public extern NotNullWhenAttribute(bool returnValue);

    public extern bool ReturnValue { get; }
}
