// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Metering.Prices;

namespace NanoTcp.Metering;

/// <summary>The instructions of one method, without those of the methods that it called.</summary>
public sealed class ProfileRow(string method)
{
    /// <summary>Its name with type and namespace; for the framework's with its parameters.</summary>
    public string Method => method;

    /// <summary>How often it was called.</summary>
    public long Calls { get; internal set; }

    /// <summary>IL instructions executed.</summary>
    public long Ops { get; internal set; }

    /// <summary>Objects made.</summary>
    public long Objects { get; internal set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Machine instructions, the calls that it made included.</summary>
    public double Instructions { get; internal set; }

    /// <summary>Whether it goes over the bytes of a segment to sum them up.</summary>
    public bool IsChecksum => method.StartsWith("NanoTcp.Wire.Checksum.Sum", StringComparison.Ordinal);

    /// <summary>The calls that it made, by <see cref="CallKind"/>.</summary>
    internal long[] CallsMade { get; } = new long[Enum.GetValues<CallKind>().Length];

    internal void Add(ProfileRow other)
    {
        Calls += other.Calls;
        Ops += other.Ops;
        Objects += other.Objects;
        Bytes += other.Bytes;
        Instructions += other.Instructions;
        for (int i = 0; i < CallsMade.Length; i++)
        {
            CallsMade[i] += other.CallsMade[i];
        }
    }
}
