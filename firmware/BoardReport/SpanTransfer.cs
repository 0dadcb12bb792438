// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>
    /// A longer SPI transaction by spans, as the drivers read frames. Each makes two copies of spans as garbage, and its time includes their collection.
    /// </summary>
    public sealed class SpanTransfer : Operation
    {
        private readonly SpiDevice _device;
        private readonly byte[] _write;
        private readonly byte[] _read;

        /// <summary>Sends these bytes.</summary>
        public SpanTransfer(SpiDevice device, byte[] write)
        {
            _device = device;
            _write = write;

            // What comes back must not stand where the next instruction is sent from.
            _read = new byte[write.Length];
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
            SpanByte write = new SpanByte(_write);
            SpanByte read = new SpanByte(_read);
            for (int i = 0; i < count; i++)
            {
                device.TransferFullDuplex(write, read);
            }
        }
    }
}
