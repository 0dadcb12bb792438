// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Metering.Prices;

/// <summary>
/// The cost of a framework method: the IL of its managed part, and all of it in machine instructions. Allocations go by the rules for all calls.
/// </summary>
/// <param name="Ops">IL instructions behind the call.</param>
/// <param name="Instructions">Machine instructions, the call itself included.</param>
/// <param name="PerByte">Machine instructions for each byte, for calls whose last argument is a length.</param>
/// <param name="Struct">Bytes of the struct that it makes for itself.</param>
internal sealed record FrameworkPrice(int Ops, int Instructions, double PerByte = 0, int Struct = 0)
{
    private static readonly FrameworkPrice s_other = new(0, 653);

    // They were measured on the interpreter, except both of Write. The managed part of a transfer of spans, 77 instructions in all, is split between
    // it and the two spans. Write of words has six instructions in System.Device.Spi's source (three arguments, a constant, the call, ret), which
    // cost in proportion. By the sources of both, Write of a span takes 10 more than a transfer. It does not read the configuration (7 less), but
    // makes a second span from a null (17 more: the call, op_Implicit and the constructor). A span of a whole array has nothing to compare: 14 by its
    // source.
    private static readonly Dictionary<string, FrameworkPrice> s_methods = new()
    {
        ["System.Object::.ctor"] = new(1, 430),
        ["System.Array::Copy"] = new(0, 713, 0.112),
        ["System.Environment::get_TickCount64"] = new(0, 684),
        ["System.DateTime::get_UtcNow"] = new(36, 4000),
        ["System.Threading.Interlocked::Increment"] = new(0, 840),
        ["System.Threading.Monitor::Enter"] = new(0, 950),
        ["System.Threading.Monitor::Exit"] = new(0, 950),
        ["System.SpanByte::.ctor"] = new(20, 1000),
        ["System.SpanByte::.ctor(System.Byte[])"] = new(14, 815),
        ["System.Device.Spi.SpiDevice::TransferFullDuplex(System.SpanByte,System.SpanByte)"] = new(37, 2500),
        ["System.Device.Spi.SpiDevice::TransferFullDuplex(System.UInt16[],System.UInt16[])"] = new(9, 1100),
        ["System.Device.Spi.SpiDevice::Write(System.SpanByte)"] = new(47, 3000, Struct: 48),
        ["System.Device.Spi.SpiDevice::Write(System.UInt16[])"] = new(6, 950),
    };

    /// <summary>The price of a method by its name, with its parameters or without; others cost as much as a small native method.</summary>
    public static FrameworkPrice Of(string name)
    {
        return s_methods.TryGetValue(name, out FrameworkPrice? exact) ? exact
            : s_methods.TryGetValue(name[..name.IndexOf('(')], out FrameworkPrice? any) ? any
            : s_other;
    }
}
