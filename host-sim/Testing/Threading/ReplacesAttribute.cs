// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Testing.Threading;

/// <summary>
/// The methods of this class stand in for those of a type of .NET with the same names and parameters, in assemblies that the weaver has rewritten. An
/// instance method is a static one here, with the object in front. A constructor is called Create.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class ReplacesAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
