// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Messages;

/// <summary>The values of option 53 (RFC 2132 §9.6).</summary>
public enum DhcpMessageType
{
    /// <summary>The option is missing: BOOTP.</summary>
    None,

    Discover,
    Offer,
    Request,
    Decline,
    Ack,
    Nak,
    Release,
    Inform,
}
