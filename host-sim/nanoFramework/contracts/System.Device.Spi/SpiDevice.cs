// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Spi;

public class SpiDevice : IDisposable
{
    public extern byte ReadByte();

    public extern void Read(SpanByte buffer);

    public extern void Read(ushort[] buffer);

    public extern void WriteByte(byte value);

    public extern void Write(ushort[] buffer);

    public extern void Write(SpanByte buffer);

    public extern void TransferFullDuplex(ushort[] writeBuffer, ushort[] readBuffer);

    public extern void TransferFullDuplex(SpanByte writeBuffer, SpanByte readBuffer);

    public static extern SpiBusInfo GetBusInfo(int busId);

    public static extern SpiDevice Create(SpiConnectionSettings settings);

    public extern SpiDevice(SpiConnectionSettings settings);

    public extern void Dispose();

    protected extern void Dispose(bool disposing);

    public extern SpiConnectionSettings ConnectionSettings { get; }
}
