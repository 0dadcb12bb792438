// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// The entropy of a board, from two sources of which each is enough to make two starts, and two boards started together, differ. One is
    /// <see cref="Random"/>: on an ESP32 nanoFramework takes it from the hardware generator (esp_random). Espressif says that its numbers are truly random
    /// while the radio is on, and to be taken for pseudo-random while it is off, as here, after a start that some noise has gone into
    /// (ESP-IDF Programming Guide, "Random Number Generation"). The other is how often a loop runs in each millisecond, which varies with caches and
    /// interrupts. On other microcontrollers Random may be seeded by the time, and only the second one remains.
    /// </summary>
    public class DeviceEntropy : EntropySource
    {
        // A bit or more in each millisecond, by the crudest estimate.
        private const int SamplesPerByte = 8;

        private readonly Random _generator;
        private readonly byte[] _numbers = new byte[32];
        private ulong _state;

        /// <summary>Starts from what tells this board and this start from others.</summary>
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

        /// <summary>Takes 8 ms for each byte, or 80 ms where the clock moves by 10.</summary>
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

                // Who knows one of the two does not know the byte.
                buffer[i] = (byte)((byte)(_state >> 56) ^ _numbers[i % _numbers.Length]);
            }
        }

        /// <summary>Something that varies from call to call: how often a loop runs until the clock moves, and when.</summary>
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

        // Every bit of the sample comes to bear on every bit of the state (the finalizer of SplitMix64).
        private void Stir(long sample)
        {
            ulong z = _state + 0x9E3779B97F4A7C15 + (ulong)sample;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            _state = z ^ (z >> 31);
        }
    }
}
