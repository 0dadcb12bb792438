// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>The 16 KiB of one direction, cut into one block for each socket in socket order; data sheet 2.3.</summary>
internal sealed class BufferMemory(Socket[] sockets, int sizeRegister, string direction, Rules rules)
{
    private const int Size = 16 * 1024;
    private const int Kilobyte = 1024;

    private readonly byte[] _memory = new byte[Size];

    /// <summary>Whether this can be a size register's value.</summary>
    public bool CheckSize(byte kilobytes)
    {
        bool exists = kilobytes is 0 or 1 or 2 or 4 or 8 or 16;
        if (!exists)
        {
            rules.Violate($"a {direction} buffer of {kilobytes} KiB; only 0, 1, 2, 4, 8 and 16 exist (data sheet 4.2, Sn_RXBUF_SIZE, Sn_TXBUF_SIZE).");
        }

        return exists;
    }

    /// <summary>Rejects sizes that do not fit together.</summary>
    public void CheckSum()
    {
        int sum = sockets.Sum(socket => socket.Registers[sizeRegister]);
        if (sum * Kilobyte > Size)
        {
            rules.Violate($"the {direction} buffers of the sockets add up to {sum} KiB, more than 16 (data sheet 4.2).");
        }
    }

    /// <summary>
    /// The place in the memory for a 16-bit pointer of a socket. The pointer runs freely, and the chip masks it. A socket without a buffer has only
    /// its first place.
    /// </summary>
    public int Locate(Socket socket, int pointer)
    {
        int size = socket.Registers[sizeRegister] * Kilobyte;
        if (size == 0)
        {
            rules.Violate($"access to the {direction} buffer of socket {socket.Number}, which has none (data sheet 4.2).");
        }

        int start = 0;
        for (int i = 0; i < socket.Number; i++)
        {
            start += sockets[i].Registers[sizeRegister] * Kilobyte;
        }

        return (start + (pointer & Math.Max(size - 1, 0))) & (Size - 1);
    }

    public byte Read(Socket socket, int pointer)
    {
        return _memory[Locate(socket, pointer)];
    }

    public void Write(Socket socket, int pointer, byte value)
    {
        _memory[Locate(socket, pointer)] = value;
    }
}
