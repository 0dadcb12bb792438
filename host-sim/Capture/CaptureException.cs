// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Capture;

/// <summary>A capture file cannot be written. The message is one sentence, meant for the user.</summary>
internal sealed class CaptureException(string message) : Exception(message);
