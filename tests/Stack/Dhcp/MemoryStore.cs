// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>A store that outlives its client.</summary>
internal sealed class MemoryStore : LeaseStore
{
    public byte[]? Record { get; set; }

    public int Saves { get; private set; }

    public override bool Load(byte[] record)
    {
        Record?.CopyTo(record, 0);
        return Record != null;
    }

    public override void Save(byte[] record)
    {
        Record = [.. record];
        Saves++;
    }
}
