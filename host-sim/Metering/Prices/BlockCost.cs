// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Metering.Prices;

/// <summary>The cost of one execution of a basic block, or of one entry of a method. Costs that depend on a length are counted separately.</summary>
internal sealed class BlockCost
{
    private readonly Dictionary<string, (FrameworkPrice Price, int Count)> _framework = [];

    public int Ops { get; set; }

    public int Objects { get; private set; }

    public int Bytes { get; private set; }

    public double Instructions { get; set; }

    public int[] Calls { get; } = new int[Enum.GetValues<CallKind>().Length];

    /// <summary>The calls into the framework, by name: their cost is the called method's.</summary>
    public IReadOnlyDictionary<string, (FrameworkPrice Price, int Count)> Framework => _framework;

    public void Allocate(int bytes, int count = 1)
    {
        Objects += count;
        Bytes += bytes * count;
        Instructions += DeviceMemory.Price(count, 0, bytes * count);
    }

    public void AllocateStruct(int bytes)
    {
        Objects++;
        Bytes += bytes;
        Instructions += DeviceMemory.Price(1, 1, bytes);
    }

    public void Call(CallKind kind, int arguments)
    {
        Calls[(int)kind]++;
        Instructions += CallPrice.Of(kind, arguments);
    }

    public void CallFramework(string name)
    {
        Calls[(int)CallKind.Framework]++;
        _framework.TryGetValue(name, out (FrameworkPrice Price, int Count) known);
        FrameworkPrice price = known.Price ?? FrameworkPrice.Of(name);
        _framework[name] = (price, known.Count + 1);
        Objects += price.Objects;
        Bytes += price.Bytes;
    }
}
