// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.Drivers;

/// <summary>A chip that allocates nothing, to test whether the code in front of it does.</summary>
internal sealed class QuietChip : IEthernetChip
{
    public event Action? InterruptChanged;

    public bool InterruptLow { get; private set; }

    public bool ResetLow { get; set; }

    public long NextEventNanoseconds => long.MaxValue;

    public void Pulse()
    {
        InterruptLow = true;
        InterruptChanged?.Invoke();
        InterruptLow = false;
        InterruptChanged?.Invoke();
    }

    public void CheckBus(int mode, int clockHz)
    {
    }

    public void Select()
    {
    }

    public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        fromHost.CopyTo(toHost);
    }

    public void Deselect()
    {
    }

    public void Advance()
    {
    }
}
