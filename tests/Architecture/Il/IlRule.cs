// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>What the compiled code of the device must not do.</summary>
internal enum IlRule
{
    // What the interpreter refuses, or runs wrongly without a word.
    Generic,
    MultiDimensionalArray,
    DefaultInterfaceMethod,
    MissingOpcode,
    Pointer,
    Checked,
    DuplicatedStruct,
    HiddenVirtual,
    StaticOfAnotherType,
    NulInText,
    UnsignedCell,
    EnumText,
    Conditional,
    NativeName,
    Limit,

    // What allocates, and so has no place where frames pass.
    NewObject,
    NewArray,
    Box,
    StringLiteral,
    StructLocal,
    StructByValue,
    Delegate,
    ForeignCall,
}
