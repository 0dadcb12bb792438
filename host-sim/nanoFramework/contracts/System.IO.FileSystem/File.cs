// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.IO;

public static class File
{
    public static extern bool Exists(string path);

    public static extern byte[] ReadAllBytes(string path);

    public static extern void WriteAllBytes(string path, byte[] bytes);
}
