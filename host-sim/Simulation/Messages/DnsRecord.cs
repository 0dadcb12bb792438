// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Messages;

/// <summary>A record of DNS. In mDNS the top bit of the class tells caches to drop what they had.</summary>
public sealed record DnsRecord(string Name, int Type, int Class, int TimeToLive, byte[] Data);
