// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;

namespace NanoTcp.Tests.Stack.Sntp;

/// <summary>A request that the client has sent: when, to which host, from which port, and its bytes.</summary>
internal sealed record SntpRequest(long At, int Host, int Port, byte[] Message)
{
    /// <summary>What stands in the transmit timestamp.</summary>
    public ulong Cookie => BinaryPrimitives.ReadUInt64BigEndian(Message.AsSpan(40));
}
