// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Metering.Instrumentation;
using NanoTcp.Metering.Prices;

namespace NanoTcp.Metering;

/// <summary>The executed instructions by method, like a profiler's flat view. The framework's methods have rows of their own.</summary>
public sealed class Profile
{
    private readonly Dictionary<string, ProfileRow> _rows = [];

    /// <summary>The methods, those with the most instructions first.</summary>
    public IReadOnlyList<ProfileRow> Rows => [.. _rows.Values.OrderByDescending(row => row.Instructions).ThenBy(row => row.Method, StringComparer.Ordinal)];

    /// <summary>All IL instructions executed.</summary>
    public long Ops => _rows.Values.Sum(row => row.Ops);

    /// <summary>Those of summing bytes up for a checksum.</summary>
    public long ChecksumOps => _rows.Values.Where(row => row.IsChecksum).Sum(row => row.Ops);

    /// <summary>Objects made.</summary>
    public long Objects => _rows.Values.Sum(row => row.Objects);

    /// <summary>Their bytes on the device's heap.</summary>
    public long Bytes => _rows.Values.Sum(row => row.Bytes);

    /// <summary>All of it in machine instructions.</summary>
    public double Instructions => _rows.Values.Sum(row => row.Instructions);

    /// <summary>Calls of one kind.</summary>
    public long Calls(CallKind kind)
    {
        return _rows.Values.Sum(row => row.CallsMade[(int)kind]);
    }

    /// <summary>Adds another profile.</summary>
    public void Add(Profile other)
    {
        foreach (ProfileRow row in other._rows.Values)
        {
            Row(row.Method).Add(row);
        }
    }

    internal void Add(Slot slot, long count)
    {
        ProfileRow row = Row(slot.Method);
        switch (slot.Kind)
        {
            case SlotKind.ArrayBytes:
                row.Bytes += count;
                row.Instructions += DeviceMemory.Price(0, 0, count);
                return;
            case SlotKind.FrameworkBytes:
                Row(slot.Framework!).Instructions += count * FrameworkPrice.Of(slot.Framework!).PerByte;
                return;
            case SlotKind.Entry:
                row.Calls += count;
                break;
        }

        BlockCost cost = slot.Cost;
        row.Ops += count * cost.Ops;
        row.Objects += count * cost.Objects;
        row.Bytes += count * cost.Bytes;
        row.Instructions += count * cost.Instructions;
        for (int kind = 0; kind < cost.Calls.Length; kind++)
        {
            row.CallsMade[kind] += count * cost.Calls[kind];
        }

        foreach ((string name, (FrameworkPrice price, int calls)) in cost.Framework)
        {
            ProfileRow called = Row(name);
            called.Calls += count * calls;
            called.Ops += count * calls * price.Ops;
            called.Instructions += count * calls * price.Instructions;
        }
    }

    private ProfileRow Row(string method)
    {
        if (!_rows.TryGetValue(method, out ProfileRow? row))
        {
            row = new ProfileRow(method);
            _rows.Add(method, row);
        }

        return row;
    }
}
