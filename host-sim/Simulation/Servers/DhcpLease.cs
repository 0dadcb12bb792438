// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Servers;

/// <summary>An address that a client has, or had.</summary>
/// <param name="Client">The client: its identifier, or its hardware address, in hexadecimal.</param>
/// <param name="Address">Its address.</param>
/// <param name="HostName">The name that it told; empty: none.</param>
/// <param name="Ends">When the lease ends, in milliseconds.</param>
/// <param name="IsOffer">Whether the address was only offered so far.</param>
public sealed record DhcpLease(string Client, uint Address, string HostName, long Ends, bool IsOffer);
