// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Ip;

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// The entropy that CoreLibrary and the clock offer: how often a loop runs in each millisecond, which varies with caches and
    /// interrupts, the time since the start, and the MAC address. Two starts, and two boards started together, differ. It is no
    /// cryptographic source: who can measure such a board may guess. nanoFramework gives no access to the hardware generator; where
    /// one is at hand, derive another <see cref="EntropySource"/>.
    /// </summary>
    public sealed class DeviceEntropy : EntropySource
    {
        // A bit or more in each millisecond, by the crudest estimate.
        private const int SamplesPerByte = 8;

        private ulong _state;

        /// <summary>Starts from what tells this board and this start from others.</summary>
        public DeviceEntropy(byte[] macAddress)
        {
            for (int i = 0; i < macAddress.Length; i++)
            {
                Stir(macAddress[i]);
            }

            Stir(new Random().Next());
        }

        /// <summary>Takes 8 ms for each byte.</summary>
        public override void Fill(byte[] buffer)
        {
            for (int i = 0; i < buffer.Length; i++)
            {
                for (int sample = 0; sample < SamplesPerByte; sample++)
                {
                    Stir(CountOneMillisecond());
                }

                buffer[i] = (byte)(_state >> 56);
            }
        }

        private static long CountOneMillisecond()
        {
            long start = Environment.TickCount64;
            long count = start << 20;
            while (Environment.TickCount64 == start)
            {
                count++;
            }

            return count;
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
