// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;

namespace NanoTcp.Platform
{
    /// <summary>
    /// The entropy of a board, from two sources. Each is enough to make two starts, and two boards started together, differ. One source is
    /// <see cref="Random"/>. On an ESP32 nanoFramework takes it from the hardware generator (esp_random). Espressif says that its numbers are truly
    /// random while the radio is on (ESP-IDF Programming Guide, "Random Number Generation"). While the radio is off, as here, they should be taken
    /// for pseudo-random, with some noise in the start value. The other source counts how often a loop runs in each millisecond, which varies with
    /// caches and interrupts. Other microcontrollers may seed Random with the time, and then only the second source remains.
    /// </summary>
    public class DeviceEntropy : EntropySource
    {
        // A bit or more in each millisecond, by the crudest estimate.
        private const int SamplesPerByte = 8;

        private readonly Random _generator;
        private readonly byte[] _numbers = new byte[32];
        private ulong _state;

        /// <summary>Makes a source. It mixes in the MAC address (6 bytes) and the first random numbers.</summary>
        public DeviceEntropy(byte[] macAddress)
            : this(macAddress, new Random())
        {
        }

        /// <summary>The same with another generator.</summary>
        protected DeviceEntropy(byte[] macAddress, Random generator)
        {
            _generator = generator;
            for (int i = 0; i < macAddress.Length; i++)
            {
                Stir(macAddress[i]);
            }

            StirNumbers();
        }

        /// <summary>Fills the buffer with random bytes. Takes 8 ms for each byte, or 80 ms where the clock moves by 10 ms.</summary>
        public override void Fill(byte[] buffer)
        {
            StirNumbers();
            for (int i = 0; i < buffer.Length; i++)
            {
                if (i % _numbers.Length == 0)
                {
                    _generator.NextBytes(_numbers);
                }

                for (int sample = 0; sample < SamplesPerByte; sample++)
                {
                    Stir(Measure());
                }

                // An attacker who knows one of the two sources does not know the byte.
                buffer[i] = (byte)((byte)(_state >> 56) ^ _numbers[i % _numbers.Length]);
            }
        }

        /// <summary>A number that varies from call to call: how often a loop runs until the clock moves, and when.</summary>
        protected virtual long Measure()
        {
            long start = Environment.TickCount64;
            long count = start << 20;
            while (Environment.TickCount64 == start)
            {
                count++;
            }

            return count;
        }

        private void StirNumbers()
        {
            _generator.NextBytes(_numbers);
            for (int i = 0; i < _numbers.Length; i += 8)
            {
                Stir(BitConverter.ToInt64(_numbers, i));
            }
        }

        // Every bit of the sample affects every bit of the state (the finalizer of SplitMix64).
        private void Stir(long sample)
        {
            ulong z = _state + 0x9E3779B97F4A7C15 + (ulong)sample;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            _state = z ^ (z >> 31);
        }
    }
}
