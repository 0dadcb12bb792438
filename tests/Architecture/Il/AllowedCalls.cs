// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>The calls outside this repository that the data path may make: they allocate nothing on the device. Nothing else.</summary>
internal static class AllowedCalls
{
    private const string ReceiveEnc28J60 = "NanoTcp.Link.FrameBuffer NanoTcp.Drivers.Enc28J60Receiver::Receive()";

    private static readonly HashSet<string> s_calls =
    [
        "System.Void System.Array::Copy(System.Array,System.Int32,System.Array,System.Int32,System.Int32)",
        "System.Void System.Array::Clear(System.Array,System.Int32,System.Int32)",
        "System.Int32 System.BitConverter::ToInt32(System.Byte[],System.Int32)",
        "System.UInt16 System.BitConverter::ToUInt16(System.Byte[],System.Int32)",
        "System.UInt32 System.BitConverter::ToUInt32(System.Byte[],System.Int32)",
        "System.UInt64 System.BitConverter::ToUInt64(System.Byte[],System.Int32)",
        "System.Int32 System.Threading.Interlocked::CompareExchange(System.Int32&,System.Int32,System.Int32)",
        "System.Void System.Device.Spi.SpiDevice::TransferFullDuplex(System.UInt16[],System.UInt16[])",
        "System.Void System.Device.Spi.SpiDevice::Write(System.UInt16[])",
        "System.Void System.Device.Gpio.GpioPin::Toggle()",
    ];

    // One exception: the platform's only byte-wise transfers take SpanBytes, which make 144 bytes of garbage each. One for each frame.
    private static readonly HashSet<string> s_frameTransfers =
    [
        "System.Void NanoTcp.Drivers.SpiBus::TransferFrame(System.Byte[],System.Int32,System.Int32)",
        "System.Void NanoTcp.Drivers.SpiBus::WriteFrame(System.Byte[],System.Int32,System.Int32)",
        "NanoTcp.Link.FrameBuffer NanoTcp.Drivers.W5500Receiver::ReceiveOne()",
        ReceiveEnc28J60,
        "NanoTcp.Link.FrameBuffer NanoTcp.Drivers.Enc28J60Receiver::ReadRest(System.Int32)",
        "System.Boolean NanoTcp.Drivers.Enc28J60Transmitter::Transmit(NanoTcp.Link.FrameBuffer)",
        "System.Boolean NanoTcp.Drivers.W5500Link::Transmit(NanoTcp.Link.FrameBuffer)",
    ];

    private static readonly HashSet<string> s_frameTransferCalls =
    [
        "System.Void System.SpanByte::.ctor(System.Byte[])",
        "System.Void System.SpanByte::.ctor(System.Byte[],System.Int32,System.Int32)",
        "System.Void System.Device.Spi.SpiDevice::TransferFullDuplex(System.SpanByte,System.SpanByte)",
        "System.Void System.Device.Spi.SpiDevice::Write(System.SpanByte)",
    ];

    // Another exception: the platform can read a pin's level only as a PinValue, which makes 48 bytes of garbage. It proves a packet without a
    // transaction.
    private static readonly HashSet<string> s_levelReads =
    [
        "System.Boolean NanoTcp.Drivers.SpiBus::IsInterruptLow()",
        "NanoTcp.Link.FrameBuffer NanoTcp.Drivers.Enc28J60Link::Receive()",
        ReceiveEnc28J60,
    ];

    private static readonly HashSet<string> s_levelReadCalls =
    [
        "System.Device.Gpio.PinValue System.Device.Gpio.GpioPin::Read()",
        "System.Boolean System.Device.Gpio.PinValue::op_Explicit(System.Device.Gpio.PinValue)",
    ];

    public static bool Permits(MethodDefinition owner, VariableDefinition variable)
    {
        return variable.VariableType.FullName == "System.SpanByte" && s_frameTransfers.Contains(owner.FullName);
    }

    public static bool Permits(MethodDefinition caller, Instruction instruction)
    {
        string called = ((MethodReference)instruction.Operand).FullName;
        return s_calls.Contains(called) || (s_frameTransfers.Contains(caller.FullName) && s_frameTransferCalls.Contains(called))
            || (s_levelReads.Contains(caller.FullName) && s_levelReadCalls.Contains(called));
    }
}
