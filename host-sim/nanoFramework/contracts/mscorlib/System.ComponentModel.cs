// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.ComponentModel;

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Constructor | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Event | AttributeTargets.Interface | AttributeTargets.Delegate)]
public sealed class EditorBrowsableAttribute : Attribute
{
    public extern EditorBrowsableAttribute();

    public extern EditorBrowsableAttribute(EditorBrowsableState state);

    public extern override bool Equals(object obj);

    public extern EditorBrowsableState State { get; }
}

public enum EditorBrowsableState
{
    Always = 0,
    Never = 1,
    Advanced = 2,
}
