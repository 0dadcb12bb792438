// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>The rules for the compiled code of the device.</summary>
internal enum IlRule
{
    // Code that the interpreter refuses, or runs wrongly without an error.
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

    // Code that allocates, and so is not allowed on the path of frames.
    NewObject,
    NewArray,
    Box,
    StringLiteral,
    StructLocal,
    StructByValue,
    Delegate,
    ForeignCall,
}
