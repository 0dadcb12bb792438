// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Metering.Prices;

/// <summary>
/// The cost of a framework method: the IL of its managed part, and all of it in machine instructions. Allocations go by the rules for all calls.
/// </summary>
/// <param name="Ops">IL instructions behind the call.</param>
/// <param name="Instructions">Machine instructions, the call itself included.</param>
/// <param name="PerByte">Machine instructions for each byte, for calls whose last argument is a length.</param>
/// <param name="Objects">Objects that it makes for itself.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record FrameworkPrice(int Ops, int Instructions, double PerByte = 0, int Objects = 0, int Bytes = 0)
{
    /// <summary>The delivery of an edge of a pin to a handler of <c>GpioPin.ValueChanged</c>.</summary>
    public const string Edge = "System.Device.Gpio.GpioPin::ValueChanged(edge)";

    private static readonly FrameworkPrice s_other = new(0, 653);

    // Measured on the interpreter: the methods without IL of their own, and the garbage.
    //
    // Read in the managed sources (CoreLibrary 1.17.11, System.Device.Spi at cdab4eca, System.Device.Gpio at cd991582), and compiled: the IL of the
    // others. Their machine instructions are in proportion. A transfer looks at the configuration (7) and passes its arguments on (6). Write passes
    // them on (6). With a span it makes a second one from a null before (17).
    //
    // An edge goes through EventSink, GpioPinEventListener and GpioPin. Two edges were measured: 415 instructions, and 3 objects of 168 bytes for each.
    // Read are 206 for a falling and 207 for a rising one, if no other kind of event was registered before those of pins, and no other pin opened.
    // Two of the objects are read: GpioPinEvent and PinValueChangedEventArgs. The third is the interpreter's record of the event.
    // Its machine instructions are those of the IL by the meter's other prices, and two switches of threads.
    //
    // A switch of threads costs some 2 100. This follows from a measured exchange of two threads by AutoResetEvent: 9 656 with two switches.
    private static readonly Dictionary<string, FrameworkPrice> s_methods = new()
    {
        ["System.Object::.ctor"] = new(1, 430),
        ["System.ArgumentNullException::ThrowIfNull"] = new(3, 570),
        ["System.Array::Copy"] = new(0, 713, 0.112),
        ["System.Environment::get_TickCount64"] = new(0, 684),
        ["System.DateTime::get_UtcNow"] = new(36, 4000),
        ["System.Threading.Interlocked::Increment"] = new(0, 840),
        ["System.Threading.Interlocked::CompareExchange"] = new(0, 840),
        ["System.Threading.Monitor::Enter"] = new(0, 950),
        ["System.Threading.Monitor::Exit"] = new(0, 950),
        ["System.Threading.AutoResetEvent::Set"] = new(0, 900),
        ["System.Threading.WaitHandle::WaitOne"] = new(0, 3100),
        ["System.Threading.Thread::Sleep"] = new(0, 2750),
        ["System.SpanByte::.ctor"] = new(30, 1500),
        ["System.SpanByte::.ctor(System.Byte[])"] = new(14, 815),
        ["System.Device.Spi.SpiDevice::TransferFullDuplex(System.SpanByte,System.SpanByte)"] = new(13, 1500),
        ["System.Device.Spi.SpiDevice::TransferFullDuplex(System.UInt16[],System.UInt16[])"] = new(13, 1300),
        ["System.Device.Spi.SpiDevice::Write(System.SpanByte)"] = new(23, 2900, Objects: 1, Bytes: 48),
        ["System.Device.Spi.SpiDevice::Write(System.UInt16[])"] = new(6, 950),
        ["System.Device.Gpio.PinValue::op_Explicit"] = new(5, 700),
        ["System.Device.Gpio.PinValueChangedEventArgs::get_ChangeType"] = new(3, 570),
        [Edge] = new(208, 33_000, Objects: 3, Bytes: 168),
    };

    /// <summary>The price of a method by its name, with its parameters or without; others cost as much as a small native method.</summary>
    public static FrameworkPrice Of(string name)
    {
        return s_methods.TryGetValue(name, out FrameworkPrice? exact) ? exact
            : s_methods.TryGetValue(name[..name.IndexOf('(')], out FrameworkPrice? any) ? any
            : s_other;
    }
}
