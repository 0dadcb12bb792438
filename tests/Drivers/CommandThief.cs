// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.Drivers;

/// <summary>A W5500 on a bad bus: some writes to Sn_CR of socket 0 do not reach it.</summary>
internal sealed class CommandThief(IEthernetChip chip) : IEthernetChip
{
    private const int CommandRegister = 0x01;
    private const int WriteSocket0 = 0x0C;

    private int _command;

    public event Action? InterruptChanged
    {
        add => chip.InterruptChanged += value;
        remove => chip.InterruptChanged -= value;
    }

    /// <summary>How many are still to be lost.</summary>
    public int ToSteal { get; private set; }

    public bool InterruptLow => chip.InterruptLow;

    public bool ResetLow
    {
        set => chip.ResetLow = value;
    }

    public long NextEventNanoseconds => chip.NextEventNanoseconds;

    public void Steal(int command, int count)
    {
        _command = command;
        ToSteal = count;
    }

    public void CheckBus(int mode, int clockHz)
    {
        chip.CheckBus(mode, clockHz);
    }

    public void Select()
    {
        chip.Select();
    }

    public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        bool isCommand = fromHost.Length == 4 && fromHost[1] == CommandRegister && fromHost[2] == WriteSocket0;
        if (isCommand && ToSteal > 0 && fromHost[3] == _command)
        {
            // 0 is no command.
            ToSteal--;
            chip.Exchange([0, CommandRegister, WriteSocket0, 0], toHost);
            return;
        }

        chip.Exchange(fromHost, toHost);
    }

    public void Deselect()
    {
        chip.Deselect();
    }

    public void Advance()
    {
        chip.Advance();
    }
}
