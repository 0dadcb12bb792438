// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.Boards
{
    /// <summary>Espressif's ESP32-DevKitC with an ESP32-WROOM-32, which leaves about 100 KB of managed heap.</summary>
    public sealed class Esp32DevKitC : Board
    {
        /// <summary>Describes the board.</summary>
        public Esp32DevKitC()
            : base("ESP32-DevKitC", "ESP32-WROOM-32, 240 MHz", "raw Ethernet link", MakeMacAddress(), new StackOptions(), MakeTcpOptions())
        {
        }

        private static byte[] MakeMacAddress()
        {
            return new byte[] { 0x02, 0x4E, 0x54, 0x00, 0x00, 0x01 };
        }

        // 40 KB: eight connections that can each have two full segments under way.
        private static TcpOptions MakeTcpOptions()
        {
            TcpOptions options = new TcpOptions();
            options.MaxConnections = 8;
            options.SendBuffer = 2 * 1460;
            options.ReceiveBuffer = 2048;
            return options;
        }
    }
}
