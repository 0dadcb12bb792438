// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>The host broke a rule of a chip's data sheet. The message names the rule.</summary>
public sealed class DataSheetViolationException(string message) : Exception(message);
