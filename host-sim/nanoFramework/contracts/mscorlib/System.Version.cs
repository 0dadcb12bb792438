// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System;

public sealed class Version
{
    public extern Version(int major, int minor, int build, int revision);

    public extern Version(int major, int minor);

    public extern override bool Equals(object obj);

    public extern override string ToString();

    public extern override int GetHashCode();

    public extern int Major { get; }

    public extern int Minor { get; }

    public extern int Revision { get; }

    public extern int Build { get; }
}
