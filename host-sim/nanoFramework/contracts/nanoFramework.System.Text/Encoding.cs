// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Text;

public abstract class Encoding
{
    public static extern Encoding UTF8 { get; }

    public abstract byte[] GetBytes(string s);
}
