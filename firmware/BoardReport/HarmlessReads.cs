// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>Reads of a controller that change nothing which its driver relies on.</summary>
    public static class HarmlessReads
    {
        // Data sheet of the W5500, 2.2.1 and 4.1: two bytes of address, then the block and the direction.
        private const int VersionAddress = 0x39;
        private const int Version = 0x04;
        private const int ReceiveBufferOfSocket0 = 3 << 3;
        private const int ControlByte = 2;

        // DS39662, table 4-1 and registers 3-1 and 2-2.
        private const int ReadStatusRegister = 0x1D;
        private const int ReadBufferMemory = 0x3A;
        private const int ClockReady = 0x01;

        /// <summary>A register: VERSIONR of a W5500, in four bytes; ESTAT of an ENC28J60, in two. The last byte that comes back is its value.</summary>
        public static ushort[] OfRegister(EthernetController controller)
        {
            return controller == EthernetController.W5500 ? new ushort[] { VersionAddress << 8, 0 } : new ushort[] { ReadStatusRegister };
        }

        /// <summary>The register's name.</summary>
        public static string NameOfRegister(EthernetController controller)
        {
            return controller == EthernetController.W5500 ? "VERSIONR" : "ESTAT";
        }

        /// <summary>Whether this is what a controller answers that works.</summary>
        public static bool IsAnswer(EthernetController controller, int register)
        {
            return controller == EthernetController.W5500 ? register == Version : register != 0xFF && (register & ClockReady) != 0;
        }

        /// <summary>The memory for frames that have been received, so that a transaction has this many bytes.</summary>
        public static byte[] OfMemory(EthernetController controller, int length)
        {
            byte[] bytes = new byte[length];
            if (controller == EthernetController.W5500)
            {
                bytes[ControlByte] = ReceiveBufferOfSocket0;
            }
            else
            {
                bytes[0] = ReadBufferMemory;
            }

            return bytes;
        }
    }
}
