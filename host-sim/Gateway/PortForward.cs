// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Gateway;

/// <summary>A port of 127.0.0.1 that leads to a port of the board.</summary>
internal readonly record struct PortForward(int HostPort, int BoardPort);
