// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The DMA controller: copies memory or computes a checksum over it (DS39662 §13).</summary>
internal sealed class DmaEngine(RegisterFile registers, BufferMemory memory, Interrupts interrupts, Enc28J60Errata errata, Rules rules)
{
    /// <summary>Two cycles of 25 MHz.</summary>
    public const long CopyTime = 80;

    /// <summary>One cycle.</summary>
    public const long ChecksumTime = 40;

    private int _start;
    private int _count;
    private bool _waiting;

    public long NextEvent { get; private set; } = long.MaxValue;

    /// <summary>Whether it has the memory, so that a transmission must wait.</summary>
    public bool IsRunning { get; private set; }

    private bool IsChecksum => registers.Has(Register.ECON1, Econ1.CSUMEN);

    public void Reset()
    {
        _waiting = false;
        IsRunning = false;
        NextEvent = long.MaxValue;
    }

    /// <summary>DMAST was set.</summary>
    public void Request()
    {
        _start = registers.Word(Register.EDMASTL);
        int end = registers.Word(Register.EDMANDL);
        _count = Distance(_start, end);
        if (_start == end || _count == 0)
        {
            rules.Violate($"DMA from 0x{_start:X4} to 0x{end:X4} never ends (DS39662 §13.1).");
        }

        if (IsChecksum && registers.Has(Register.ECON1, Econ1.RXEN) && (errata & Enc28J60Errata.ChecksumDuringReception) != 0)
        {
            rules.Violate("DMA checksum with ECON1.RXEN set (erratum 17).");
        }

        _waiting = true;
    }

    /// <summary>DMAST was cleared by the host.</summary>
    public void Cancel()
    {
        Reset();
        interrupts.Raise(Eir.DMAIF);
    }

    public void TryStart(long now, Transmitter transmitter, Receiver receiver)
    {
        if (!_waiting || transmitter.IsSending)
        {
            return;
        }

        _waiting = false;
        IsRunning = true;
        KillReception(receiver);
        bool ends = _count > 1;
        NextEvent = ends ? now + _count * (IsChecksum ? ChecksumTime : CopyTime) : long.MaxValue;
    }

    public void Run(Receiver receiver)
    {
        KillReception(receiver);
        if (IsChecksum)
        {
            registers.SetWord(Register.EDMACSL, memory.Checksum(_start, _count));
        }
        else
        {
            Copy();
        }

        Reset();
        registers.Clear(Register.ECON1, Econ1.DMAST);
        interrupts.Raise(Eir.DMAIF);
    }

    private void KillReception(Receiver receiver)
    {
        if (IsChecksum && (errata & Enc28J60Errata.ChecksumDuringReception) != 0)
        {
            receiver.Kill();
        }
    }

    private void Copy()
    {
        int source = _start;
        int destination = registers.Word(Register.EDMADSTL);
        for (int i = 0; i < _count; i++)
        {
            memory[destination] = memory[source];
            source = memory.NextInReceiveBuffer(source);
            destination = (destination + 1) & (BufferMemory.Size - 1);
        }
    }

    /// <summary>Bytes from the first to the last address; 0 when the wrap of the receive buffer makes it unreachable.</summary>
    private int Distance(int start, int end)
    {
        int address = start;
        for (int count = 1; count <= BufferMemory.Size; count++)
        {
            if (address == end)
            {
                return count;
            }

            address = memory.NextInReceiveBuffer(address);
        }

        return 0;
    }
}
