// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Http;
using NanoTcp.Ip;

namespace NanoTcp.SensorNode
{
    /// <summary>The sensor values as a JSON object: degrees Celsius, percent, hectopascals, seconds.</summary>
    internal sealed class SensorJson
    {
        private static readonly byte[] s_temperature = HttpText.Ascii("{\"temperature\":");
        private static readonly byte[] s_humidity = HttpText.Ascii(",\"humidity\":");
        private static readonly byte[] s_pressure = HttpText.Ascii(",\"pressure\":");
        private static readonly byte[] s_uptime = HttpText.Ascii(",\"uptime\":");
        private static readonly byte[] s_address = HttpText.Ascii(",\"address\":\"");
        private static readonly byte[] s_framesReceived = HttpText.Ascii("\",\"framesReceived\":");
        private static readonly byte[] s_framesSent = HttpText.Ascii(",\"framesSent\":");
        private static readonly byte[] s_end = HttpText.Ascii("}\n");

        private readonly NetworkStack _stack;

        // What stands between uptime and counters: it changes with the address alone.
        private readonly byte[] _middle = new byte[64];
        private int _middleLength;
        private uint _address;

        /// <summary>Makes objects that tell about a stack too.</summary>
        public SensorJson(NetworkStack stack)
        {
            _stack = stack;
            Array.Copy(s_temperature, 0, Data, 0, s_temperature.Length);
            WriteMiddle(stack.Address);
        }

        /// <summary>The array that holds the object written last.</summary>
        public byte[] Data { get; } = new byte[256];

        /// <summary>Writes an object and returns its length.</summary>
        public int Write(SensorReading reading, int uptimeSeconds)
        {
            uint address = _stack.Address;
            if (address != _address)
            {
                WriteMiddle(address);
            }

            // Counters wrap: without its sign bit such a number still counts on.
            Counters counters = _stack.Counters;
            byte[] data = Data;
            int end = HttpText.WriteHundredths(data, s_temperature.Length, reading.Temperature);
            end = Append(data, end, s_humidity, s_humidity.Length);
            end = HttpText.WriteHundredths(data, end, reading.Humidity);
            end = Append(data, end, s_pressure, s_pressure.Length);
            end = HttpText.WriteHundredths(data, end, reading.Pressure);
            end = Append(data, end, s_uptime, s_uptime.Length);
            end = HttpText.WriteDecimal(data, end, uptimeSeconds);
            end = Append(data, end, _middle, _middleLength);
            end = HttpText.WriteDecimal(data, end, counters.Get(Counter.FramesReceived) & int.MaxValue);
            end = Append(data, end, s_framesSent, s_framesSent.Length);
            end = HttpText.WriteDecimal(data, end, counters.Get(Counter.FramesSent) & int.MaxValue);
            return Append(data, end, s_end, s_end.Length);
        }

        private static int Append(byte[] data, int offset, byte[] text, int length)
        {
            Array.Copy(text, 0, data, offset, length);
            return offset + length;
        }

        private void WriteMiddle(uint address)
        {
            byte[] middle = _middle;
            int end = Append(middle, 0, s_address, s_address.Length);
            for (int shift = 24; shift >= 0; shift -= 8)
            {
                end = HttpText.WriteDecimal(middle, end, (int)(address >> shift & 255));
                if (shift > 0)
                {
                    middle[end++] = (byte)'.';
                }
            }

            _middleLength = Append(middle, end, s_framesReceived, s_framesReceived.Length);
            _address = address;
        }
    }
}
