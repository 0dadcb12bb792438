// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Memory;

/// <summary>The flash that a namespace takes.</summary>
/// <param name="name">Its name.</param>
internal sealed class CodePart(string name)
{
    public string Name { get; } = name;

    public int Types { get; set; }

    public int Methods { get; set; }

    /// <summary>Bytes of instructions and exception handlers.</summary>
    public int Code { get; set; }

    /// <summary>Bytes of the records of types, fields, methods and attributes.</summary>
    public int Records { get; set; }

    /// <summary>Bytes of signatures and of the contents of arrays.</summary>
    public int Signatures { get; set; }

    /// <summary>Bytes of names and literals.</summary>
    public int Strings { get; set; }

    public int Total => Code + Records + Signatures + Strings;
}
