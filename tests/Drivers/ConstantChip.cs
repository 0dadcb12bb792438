// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.Drivers;

/// <summary>A device on the bus that is no Ethernet controller and always gives the same answer.</summary>
internal sealed class ConstantChip(byte answer) : IEthernetChip
{
    public event Action? InterruptChanged;

    public bool InterruptLow { get; private set; }

    public bool ResetLow { get; set; }

    public long NextEventNanoseconds => long.MaxValue;

    public void CheckBus(int mode, int clockHz)
    {
    }

    public void Select()
    {
    }

    public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        toHost.Fill(answer);
    }

    public void Deselect()
    {
    }

    public void Advance()
    {
        InterruptLow = false;
        InterruptChanged?.Invoke();
    }
}
