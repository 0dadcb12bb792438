// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Tap;

/// <summary>A TAP interface cannot be used. The message is one sentence, meant for the user.</summary>
internal sealed class TapException(string message) : Exception(message);
