// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>
/// The SPI frame: two bytes of address, one of control, then data with the address counting up; data sheet 2.2. In variable length
/// mode it ends with chip select, in the fixed modes after one, two or four data bytes.
/// </summary>
internal sealed class SpiFrontEnd(AddressSpace space, Rules rules, W5500Counters counters)
{
    private const int HeaderLength = 3;

    // The data sheet does not specify MISO outside of answers.
    private const byte Meaningless = 0xA5;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _received;
    private int _dataBytes;
    private int _address;
    private int _block;
    private bool _blockExists;
    private bool _isWrite;
    private int _fixedLength;
    private bool _sawStatus;
    private bool _sawLink;

    public void Begin()
    {
        counters.ChipSelects++;
        StartFrame();
    }

    public byte Exchange(byte fromHost)
    {
        if (_received < HeaderLength)
        {
            counters.HeaderBytes++;
            _header[_received++] = fromHost;
            if (_received == HeaderLength)
            {
                Decode();
            }

            return Meaningless;
        }

        byte toHost = TransferData(fromHost);
        if (_dataBytes == _fixedLength)
        {
            FinishFrame();
            StartFrame();
        }

        return toHost;
    }

    /// <summary>Chip select has become inactive.</summary>
    public void End()
    {
        if (_received == 0)
        {
            return;
        }

        if (_dataBytes == 0)
        {
            rules.Violate("an SPI frame without a data byte (data sheet 2.2: N ≥ 1).");
        }
        else if (_fixedLength > 0)
        {
            rules.Violate($"a fixed length frame of {_fixedLength} bytes ended after {_dataBytes} (data sheet 2.4).");
        }

        FinishFrame();
    }

    /// <summary>The host has broken a rule. The rest of the frame is not judged.</summary>
    public void Abandon()
    {
        StartFrame();
    }

    private void StartFrame()
    {
        _received = 0;
        _dataBytes = 0;
        _fixedLength = 0;
        _sawStatus = false;
        _sawLink = false;
    }

    private void Decode()
    {
        int control = _header[2];
        _address = (_header[0] << 8) | _header[1];
        _block = control >> 3;
        _isWrite = (control & 4) != 0;
        _fixedLength = (control & 3) switch { 1 => 1, 2 => 2, 3 => 4, _ => 0 };
        _blockExists = space.CheckBlock(_block);
    }

    private byte TransferData(byte fromHost)
    {
        byte toHost = Meaningless;
        if (_blockExists && _isWrite)
        {
            space.Write(_block, _address, fromHost);
        }
        else if (_blockExists)
        {
            toHost = space.Read(_block, _address);
            NotePoll();
        }

        _address = (_address + 1) & 0xFFFF;
        _dataBytes++;
        return toHost;
    }

    private void NotePoll()
    {
        if (_block == AddressSpace.Common)
        {
            _sawLink |= _address == CommonRegister.PhyConfiguration;
        }
        else if ((_block & 3) == AddressSpace.SocketRegisters)
        {
            _sawStatus |= _address is SocketRegister.Command or SocketRegister.Interrupt or SocketRegister.Status
                or SocketRegister.TransmitFree or SocketRegister.ReceivedSize;
        }
    }

    private void FinishFrame()
    {
        counters.LargestBurst = Math.Max(counters.LargestBurst, _dataBytes);
        if ((_block & 3) is AddressSpace.TransmitBuffer or AddressSpace.ReceiveBuffer)
        {
            counters.BufferBytes += _dataBytes;
            return;
        }

        counters.RegisterBytes += _dataBytes;
        counters.RegisterWrites += _isWrite ? 1 : 0;
        counters.RegisterReads += _isWrite ? 0 : 1;
        counters.StatusPolls += _sawStatus ? 1 : 0;
        counters.LinkPolls += _sawLink ? 1 : 0;
    }
}
