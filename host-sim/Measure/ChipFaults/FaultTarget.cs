// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.ChipFaults;

/// <summary>One of the two controllers, as a target of faults. Its model does not throw, but reports each broken rule.</summary>
internal sealed class FaultTarget
{
    private const int SystemReset = 0xFF;

    private readonly Enc28J60Chip? _enc28J60;
    private readonly W5500Chip? _w5500;

    public FaultTarget(Board board, IHardwareClock clock, EthernetLink medium, Action<string> onRuleBroken, ulong seed)
    {
        if (board.Controller == EthernetController.W5500)
        {
            _w5500 = new W5500Chip(clock, medium, new W5500Options { Strict = false });
            _w5500.RuleBroken += onRuleBroken;
            Chip = _w5500;
        }
        else
        {
            _enc28J60 = new Enc28J60Chip(clock, medium, new Enc28J60Options { Strict = false, Seed = seed });
            _enc28J60.RuleBroken += onRuleBroken;
            Chip = _enc28J60;
        }
    }

    public IEthernetChip Chip { get; }

    /// <summary>The supply fails and comes back.</summary>
    public void PowerCycle()
    {
        _w5500?.PowerCycle();
        _enc28J60?.PowerCycle();
    }

    /// <summary>The next so many transmissions do not end.</summary>
    public void StickTransmissions(int count)
    {
        if (_w5500 != null)
        {
            _w5500.Faults.LostSends.Next = count;
        }

        for (int i = 0; _enc28J60 != null && i < count; i++)
        {
            _enc28J60.Faults.Arrange(TransmitFault.Stuck);
        }
    }

    /// <summary>So many of the next received frames have an impossible length or place.</summary>
    public void BreakHeaders(int count, SplitMix64 random)
    {
        if (_w5500 != null)
        {
            _w5500.Faults.BrokenPrefix = (ushort)random.Next();
            _w5500.Faults.BrokenPrefixes.Next = count;
        }
        else
        {
            _enc28J60!.Faults.CorruptHeaders.Next = count;
        }
    }

    /// <summary>Whether these bytes on MOSI reset the chip.</summary>
    public bool IsReset(ReadOnlySpan<byte> sent)
    {
        return _w5500 != null
            ? sent.Length > 3 && sent[0] == 0 && sent[1] == 0 && sent[2] == 0x04 && (sent[3] & 0x80) != 0
            : sent.Length == 1 && sent[0] == SystemReset;
    }

    /// <summary>Some register gets some value.</summary>
    public void SpoilRegister(SplitMix64 random)
    {
        if (_w5500 != null)
        {
            // Any register of the common block or of a socket, mostly of the socket in use.
            int block = random.Below(3) switch { 0 => 0, 1 => 1, _ => 1 + 4 * random.Below(8) };
            Instruct(0, (byte)random.Below(0x2F), (byte)((block << 3) | 4), (byte)random.Next());
            return;
        }

        // A register of any bank. Then the bank that the driver expects is selected again. 0x1A is reserved in all.
        int bank = Instruct(0x1F, 0)[1] & 3;
        SelectBank(random.Below(4));
        int address = random.Below(0x1F);
        Instruct((byte)(0x40 | (address == 0x1A ? 0x1B : address)), (byte)random.Next());
        SelectBank(bank);
    }

    private void SelectBank(int bank)
    {
        Instruct(0xBF, 3);
        Instruct(0x9F, (byte)bank);
    }

    private byte[] Instruct(params byte[] bytes)
    {
        byte[] answer = new byte[bytes.Length];
        Chip.Select();
        Chip.Exchange(bytes, answer);
        Chip.Deselect();
        return answer;
    }
}
