// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Reflection;

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyCompanyAttribute : Attribute
{
    public extern AssemblyCompanyAttribute(string company);

    public extern string Company { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyConfigurationAttribute : Attribute
{
    public extern AssemblyConfigurationAttribute(string configuration);

    public extern string Configuration { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyCopyrightAttribute : Attribute
{
    public extern AssemblyCopyrightAttribute(string copyright);

    public extern string Copyright { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyCultureAttribute : Attribute
{
    public extern AssemblyCultureAttribute(string culture);

    public extern string Culture { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyDefaultAliasAttribute : Attribute
{
    public extern AssemblyDefaultAliasAttribute(string defaultAlias);

    public extern string DefaultAlias { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyDelaySignAttribute : Attribute
{
    public extern AssemblyDelaySignAttribute(bool delaySign);

    public extern bool DelaySign { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyDescriptionAttribute : Attribute
{
    public extern AssemblyDescriptionAttribute(string description);

    public extern string Description { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyFileVersionAttribute : Attribute
{
    public extern AssemblyFileVersionAttribute(string version);

    public extern string Version { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyFlagsAttribute : Attribute
{
    public extern AssemblyFlagsAttribute(uint flags);

    public extern AssemblyFlagsAttribute(AssemblyNameFlags assemblyFlags);

    public extern uint Flags { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyInformationalVersionAttribute : Attribute
{
    public extern AssemblyInformationalVersionAttribute(string informationalVersion);

    public extern string InformationalVersion { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyKeyFileAttribute : Attribute
{
    public extern AssemblyKeyFileAttribute(string keyFile);

    public extern string KeyFile { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyKeyNameAttribute : Attribute
{
    public extern AssemblyKeyNameAttribute(string keyName);

    public extern string KeyName { get; }
}

[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class, Inherited = false)]
public sealed class AssemblyNativeVersionAttribute : Attribute
{
    public extern AssemblyNativeVersionAttribute(string version);

    public extern string NativeVersion { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyProductAttribute : Attribute
{
    public extern AssemblyProductAttribute(string product);

    public extern string Product { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyTitleAttribute : Attribute
{
    public extern AssemblyTitleAttribute(string title);

    public extern string Title { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyTrademarkAttribute : Attribute
{
    public extern AssemblyTrademarkAttribute(string trademark);

    public extern string Trademark { get; }
}

[AttributeUsage(AttributeTargets.Assembly)]
public sealed class AssemblyVersionAttribute : Attribute
{
    public extern AssemblyVersionAttribute(string version);

    public extern string Version { get; }
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class DefaultMemberAttribute : Attribute
{
    public extern DefaultMemberAttribute(string memberName);

    public extern string MemberName { get; }
}
