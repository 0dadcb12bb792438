// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System;

public struct Guid
{
    private int[] _data;

    public static readonly Guid Empty;

    public extern Guid(int a, short b, short c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k);

    public extern Guid(uint a, ushort b, ushort c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k);

    public extern Guid(byte[] b);

    public extern Guid(string g);

    public extern int CompareTo(object value);

    public extern byte[] ToByteArray();

    public extern override string ToString();

    public extern override bool Equals(object o);

    public extern override int GetHashCode();

    public static extern Guid NewGuid();

    [Obsolete]
    public static extern bool TryParseGuidWithDashes(string input, out Guid result);
}
