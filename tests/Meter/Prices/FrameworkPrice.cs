// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Meter.Prices;

/// <summary>What a method of the framework costs: the IL of its managed part, and all of it in machine instructions. Allocations go by the rules for all calls.</summary>
/// <param name="Ops">IL instructions behind the call.</param>
/// <param name="Instructions">Machine instructions, the call itself included.</param>
/// <param name="PerByte">Machine instructions for each byte, for calls whose last argument is a length.</param>
internal sealed record FrameworkPrice(int Ops, int Instructions, double PerByte = 0)
{
    private static readonly FrameworkPrice s_other = new(0, 653);

    // Measured on the interpreter. The managed part of a transfer of spans, 77 instructions in all, is split between it and the two spans.
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
        ["System.Device.Spi.SpiDevice::TransferFullDuplex(System.SpanByte,System.SpanByte)"] = new(37, 2500),
        ["System.Device.Spi.SpiDevice::TransferFullDuplex(System.UInt16[],System.UInt16[])"] = new(9, 1100),
    };

    /// <summary>The price of a method by its name, with its parameters or without; others cost as much as a small native method.</summary>
    public static FrameworkPrice Of(string name)
    {
        return s_methods.TryGetValue(name, out FrameworkPrice? exact) ? exact
            : s_methods.TryGetValue(name[..name.IndexOf('(')], out FrameworkPrice? any) ? any
            : s_other;
    }
}
