// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The ring of received packets: the hidden write pointer, ERXWRPT, ERXRDPT and EPKTCNT (DS39662 §3.2.1, §7.2).</summary>
internal sealed class ReceiveBuffer(
    RegisterFile registers, BufferMemory memory, Interrupts interrupts, Enc28J60Options options, Enc28J60Faults faults, Rules rules, Enc28J60Counters counters)
{
    private const int HeaderLength = 6;

    private readonly SplitMix64 _random = new(options.Seed);
    private int _write;
    private byte _readLow;
    private bool _corruptNext;

    public void Reset()
    {
        _write = registers.Word(Register.ERXSTL);
        _readLow = registers[Register.ERXRDPTL];
        _corruptNext = false;
    }

    /// <summary>ERXST or ERXND has been written: the hidden pointer is loaded; ERXWRPT shows it after the next packet only (§6.1).</summary>
    public void LoadWritePointer()
    {
        bool loadsZero = (options.Errata & Enc28J60Errata.ReceiveBufferNotAtZero) != 0;
        _write = loadsZero ? 0 : registers.Word(Register.ERXSTL);
    }

    /// <summary>ERXRDPTL is only remembered.</summary>
    public void SetReadPointerLow(byte value)
    {
        _readLow = value;
    }

    /// <summary>Writing ERXRDPTH makes both bytes effective (§6.1).</summary>
    public void SetReadPointerHigh(byte value)
    {
        if ((_readLow & 1) == 0 && (options.Errata & Enc28J60Errata.EvenReadPointer) != 0)
        {
            rules.Violate("an even value written to ERXRDPT (erratum 14).");
            _corruptNext = true;
        }

        registers.SetWord(Register.ERXRDPTL, _readLow | (value << 8));
    }

    /// <summary>ECON2.PKTDEC.</summary>
    public void DecrementCount()
    {
        if (registers[Register.EPKTCNT] > 0)
        {
            registers[Register.EPKTCNT]--;
            interrupts.Update();
        }
    }

    public void Add(ReadOnlySpan<byte> frame, uint status)
    {
        if (registers[Register.EPKTCNT] == byte.MaxValue)
        {
            counters.DroppedCountFull++;
            ReportError();
            return;
        }

        if (HeaderLength + frame.Length + (frame.Length & 1) > Free())
        {
            counters.DroppedBufferFull++;
            ReportError();
            return;
        }

        Write(frame, status);
        registers.SetWord(Register.ERXWRPTL, _write);
        registers[Register.EPKTCNT]++;
        counters.FramesReceived++;
        interrupts.Update();
    }

    /// <summary>A packet was lost: the flags of an overflow.</summary>
    public void ReportError()
    {
        registers.Set(Register.ESTAT, Estat.BUFER);
        interrupts.Raise(Eir.RXERIF);
    }

    /// <summary>Bytes that can be written before ERXRDPT is reached (§7.2.5).</summary>
    private int Free()
    {
        int read = registers.Word(Register.ERXRDPTL);
        int size = registers.Word(Register.ERXNDL) - registers.Word(Register.ERXSTL);
        return _write > read ? size - (_write - read)
            : _write == read ? size
            : read - _write - 1;
    }

    private void Write(ReadOnlySpan<byte> frame, uint status)
    {
        int header = _write;
        for (int i = 0; i < HeaderLength; i++)
        {
            _write = memory.NextInReceiveBuffer(_write);
        }

        foreach (byte b in frame)
        {
            Put(b);
        }

        if ((_write & 1) != 0)
        {
            _write = memory.NextInReceiveBuffer(_write);
        }

        int next = NextPointerToStore();
        int end = _write;
        _write = header;
        Put((byte)next);
        Put((byte)(next >> 8));
        for (int i = 0; i < 4; i++)
        {
            Put((byte)(status >> (8 * i)));
        }

        _write = end;
    }

    private void Put(byte value)
    {
        memory[_write] = value;
        _write = memory.NextInReceiveBuffer(_write);
    }

    private int NextPointerToStore()
    {
        if (!faults.CorruptHeaders.Strikes() && !_corruptNext)
        {
            return _write;
        }

        _corruptNext = false;
        return _write ^ (1 + _random.Below(0xFFFF));
    }
}
