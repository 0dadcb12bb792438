// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Spi;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>A short SPI transaction by words, as the drivers read registers.</summary>
    public sealed class WordTransfer : Operation
    {
        private readonly SpiDevice _device;
        private readonly ushort[] _write;
        private readonly ushort[] _read;

        /// <summary>Sends these words.</summary>
        public WordTransfer(SpiDevice device, ushort[] write)
        {
            _device = device;
            _write = write;
            _read = new ushort[write.Length];
        }

        /// <summary>The last byte that came back. The low byte of a word goes first.</summary>
        public int LastByte
        {
            get { return _read[_read.Length - 1] >> 8; }
        }

        /// <inheritdoc/>
        public override int MaxCount
        {
            get { return 1 << 16; }
        }

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            SpiDevice device = _device;
            ushort[] write = _write;
            ushort[] read = _read;
            for (int i = 0; i < count; i++)
            {
                device.TransferFullDuplex(write, read);
            }
        }
    }
}
