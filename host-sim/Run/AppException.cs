// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Run;

/// <summary>A program cannot be loaded. The message is a sentence for the user.</summary>
internal sealed class AppException(string message) : Exception(message);
