// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>A broken rule, with the way to it.</summary>
internal sealed class ModelViolationException(string message, Exception? cause = null) : Exception(message, cause);
