// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Numerics;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The built-in self-test: fills the memory with a pattern of which it knows the checksum (DS39662 §15).</summary>
internal sealed class SelfTest(IHardwareClock clock, RegisterFile registers, BufferMemory memory, Rules rules)
{
    /// <summary>The whole memory at one cycle a byte.</summary>
    public const long PassTime = BufferMemory.Size * DmaEngine.ChecksumTime;

    public long NextEvent { get; private set; } = long.MaxValue;

    public void Reset()
    {
        NextEvent = long.MaxValue;
    }

    /// <summary>EBSTCON has been written.</summary>
    public void ControlWritten(int old)
    {
        int value = registers[Register.EBSTCON];
        if ((value & ~old & Ebstcon.BISTST) == 0)
        {
            return;
        }

        if ((value & Ebstcon.TME) == 0 || registers.Has(Register.ECON1, Econ1.RXEN | Econ1.TXRTS | Econ1.DMAST))
        {
            rules.Violate("EBSTCON.BISTST set without TME, or with RXEN, TXRTS or DMAST (DS39662 §15).");
        }

        NextEvent = clock.Nanoseconds + PassTime;
    }

    public void Run()
    {
        NextEvent = long.MaxValue;
        registers.Clear(Register.EBSTCON, Ebstcon.BISTST);
        Fill();
        long sum = 0;
        for (int i = 0; i < BufferMemory.Size; i += 2)
        {
            sum += (memory[i] << 8) | memory[i + 1];
        }

        registers.SetWord(Register.EBSTCSL, InternetChecksum.Fold(sum));
    }

    private void Fill()
    {
        int mode = (registers[Register.EBSTCON] >> 2) & 3;
        int shift = registers[Register.EBSTCON] >> 5;
        byte pattern = registers[Register.EBSTSD];
        SplitMix64 random = new(pattern);
        for (int i = 0; i < BufferMemory.Size; i++)
        {
            switch (mode)
            {
                case 0:
                    // The data sheet does not say which generator the seed starts.
                    memory[i] = (byte)random.Next();
                    break;
                case 1:
                    memory[i] = (byte)i;
                    break;
                default:
                    memory[i] = pattern;
                    pattern = RotateLeft(pattern, shift);
                    break;
            }
        }
    }

    private static byte RotateLeft(byte value, int count)
    {
        return (byte)BitOperations.RotateLeft(value * 0x01010101u, count);
    }
}
