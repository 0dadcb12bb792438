// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>A rule that does not hold, with the way that leads there.</summary>
internal sealed class ModelViolationException(string message, Exception? cause = null) : Exception(message, cause);
