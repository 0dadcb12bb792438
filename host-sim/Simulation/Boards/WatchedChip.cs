// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Simulation.Boards;

/// <summary>
/// A controller's model in an interactive simulation. Its traffic is remembered. An exception in it is reported, and the driver sees a silent chip.
/// </summary>
internal sealed class WatchedChip(IEthernetChip chip, TrafficHistory history, IncidentReport report) : IEthernetChip
{
    private const byte Silence = 0xFF;

    private readonly Action _advance = chip.Advance;
    private readonly Action _select = chip.Select;
    private readonly Action _deselect = chip.Deselect;

    /// <inheritdoc/>
    public event Action? InterruptChanged
    {
        add => chip.InterruptChanged += value;
        remove => chip.InterruptChanged -= value;
    }

    /// <inheritdoc/>
    public bool InterruptLow => chip.InterruptLow;

    /// <inheritdoc/>
    public bool ResetLow
    {
        set => Guard(() => chip.ResetLow = value);
    }

    /// <inheritdoc/>
    public long NextEventNanoseconds => chip.NextEventNanoseconds;

    /// <inheritdoc/>
    public void Advance()
    {
        Guard(_advance);
    }

    /// <inheritdoc/>
    public void CheckBus(int mode, int clockHz)
    {
        chip.CheckBus(mode, clockHz);
    }

    /// <inheritdoc/>
    public void Select()
    {
        history.BeginTransaction();
        Guard(_select);
    }

    /// <inheritdoc/>
    public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        history.AddFromHost(fromHost);
        try
        {
            chip.Exchange(fromHost, toHost);
        }
        catch (Exception failure)
        {
            report.OnFailure(failure);
            toHost.Fill(Silence);
        }

        history.AddFromChip(toHost);
    }

    /// <inheritdoc/>
    public void Deselect()
    {
        Guard(_deselect);
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure)
        {
            report.OnFailure(failure);
        }
    }
}
