// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Gateway;

/// <summary>Which ports of 127.0.0.1 lead to the board, and which the board reaches.</summary>
/// <param name="Url">Where the search for a free port for the board's web server begins.</param>
/// <param name="Forwards">Further ports that lead to ports of the board.</param>
/// <param name="Reach">The ports that the board reaches through its gateway.</param>
internal sealed record GatewayPorts(int Url, IReadOnlyList<PortForward> Forwards, IReadOnlyList<int> Reach);
