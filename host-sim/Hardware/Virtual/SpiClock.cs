// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>The clock of an ESP32's SPI bus. It is 80 MHz divided by an integer, as near as possible to the requested clock, above or below.</summary>
internal readonly struct SpiClock
{
    private const int Source = 80_000_000;
    private const int DefaultHz = 40_000_000;

    // Above three quarters of the source clock no divisor but 1 comes nearer.
    private const int UndividedHz = Source / 4 * 3;

    // Eight bits at 80 MHz.
    private const int NanosecondsPerByteUndivided = 100;

    private readonly int _divisor;

    public SpiClock(int wishedHz)
    {
        int hz = wishedHz == 0 ? DefaultHz : wishedHz;
        if (hz > UndividedHz)
        {
            _divisor = 1;
            return;
        }

        int faster = Math.Max(2, Source / hz);
        int slower = faster + 1;
        _divisor = hz - Source / slower <= Source / faster - hz ? slower : faster;
    }

    public int Hz => Source / _divisor;

    public long GetNanoseconds(int bytes)
    {
        return (long)bytes * _divisor * NanosecondsPerByteUndivided;
    }
}
