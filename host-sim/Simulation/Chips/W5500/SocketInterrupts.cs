// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>The way from events to SIR. The socket sets Sn_IR, and Sn_IMR and SIMR let it through; data sheet 4.1, 4.2.</summary>
internal sealed class SocketInterrupts(RegisterBlock common, Socket[] sockets, W5500Options options)
{
    /// <summary>SIR: the sockets with something unmasked.</summary>
    public byte Sockets
    {
        get
        {
            int value = 0;
            foreach (Socket socket in sockets)
            {
                if ((socket.Registers[SocketRegister.Interrupt] & socket.Registers[SocketRegister.InterruptMask]) != 0)
                {
                    value |= 1 << socket.Number;
                }
            }

            return (byte)value;
        }
    }

    /// <summary>Whether INTn has a reason to be low.</summary>
    public bool IsPending =>
        (common[CommonRegister.Interrupt] & common[CommonRegister.InterruptMask]) != 0
        || (Sockets & common[CommonRegister.SocketInterruptMask]) != 0;

    public void Raise(Socket socket, int bit)
    {
        if (!options.MaskGatesSocketInterrupt || (socket.Registers[SocketRegister.InterruptMask] & bit) != 0)
        {
            socket.Registers[SocketRegister.Interrupt] |= (byte)bit;
        }
    }
}
