// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Messages;

/// <summary>A question of DNS. In mDNS the top bit of the class asks for an answer by unicast.</summary>
public readonly record struct DnsQuestion(string Name, int Type, int Class);
