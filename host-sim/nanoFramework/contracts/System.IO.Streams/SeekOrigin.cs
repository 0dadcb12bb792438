// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.IO;

public enum SeekOrigin
{
    Begin,
    Current,
    End,
}
