// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
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

        private const int AddressLength = 4;

        /// <summary>The array that holds the last object.</summary>
        internal readonly byte[] Data = new byte[256];

        private readonly IPv4 _ip;
        private readonly NetworkStack _stack;

        // The text between uptime and counters, which changes only with the address.
        private readonly byte[] _middle = new byte[64];
        private int _middleLength;
        private HostAddress _address;

        // The values in the data, and where the text behind them begins. What stands in front of a value that changes is not written again.
        private int _temperature;
        private int _humidity;
        private int _pressure;
        private int _uptime = -1;
        private int _uptimeAt;
        private int _receivedAt;

        /// <summary>Makes a writer whose objects also have the stack's counters.</summary>
        public SensorJson(IPv4 ip)
        {
            _ip = ip;
            _stack = ip.Stack;
            _address = ip.Address;
            WriteMiddle(ip.Address);
            WriteValues(new SensorReading());
        }

        /// <summary>Writes an object and returns its length.</summary>
        public int Write(SensorReading reading, int uptimeSeconds)
        {
            if (_ip.Address != _address)
            {
                WriteMiddle(_ip.Address);
            }

            if (reading.Temperature != _temperature || reading.Humidity != _humidity || reading.Pressure != _pressure)
            {
                WriteValues(reading);
            }

            byte[] data = Data;
            if (uptimeSeconds != _uptime)
            {
                WriteUptime(uptimeSeconds);
            }

            // Counters wrap. Without its sign bit a negative counter still counts on.
            NetworkStack stack = _stack;
            int end = HttpText.WriteDecimal(data, _receivedAt, stack.GetCount(Counter.FramesReceived) & int.MaxValue);
            Array.Copy(s_framesSent, 0, data, end, s_framesSent.Length);
            end = HttpText.WriteDecimal(data, end + s_framesSent.Length, stack.GetCount(Counter.FramesSent) & int.MaxValue);
            Array.Copy(s_end, 0, data, end, s_end.Length);
            return end + s_end.Length;
        }

        private void WriteValues(SensorReading reading)
        {
            byte[] data = Data;
            Array.Copy(s_temperature, 0, data, 0, s_temperature.Length);
            int end = HttpText.WriteHundredths(data, s_temperature.Length, reading.Temperature);
            Array.Copy(s_humidity, 0, data, end, s_humidity.Length);
            end = HttpText.WriteHundredths(data, end + s_humidity.Length, reading.Humidity);
            Array.Copy(s_pressure, 0, data, end, s_pressure.Length);
            end = HttpText.WriteHundredths(data, end + s_pressure.Length, reading.Pressure);
            Array.Copy(s_uptime, 0, data, end, s_uptime.Length);
            _uptimeAt = end + s_uptime.Length;
            _temperature = reading.Temperature;
            _humidity = reading.Humidity;
            _pressure = reading.Pressure;
            _uptime = -1;
        }

        private void WriteUptime(int seconds)
        {
            int end = HttpText.WriteDecimal(Data, _uptimeAt, seconds);
            Array.Copy(_middle, 0, Data, end, _middleLength);
            _receivedAt = end + _middleLength;
            _uptime = seconds;
        }

        private void WriteMiddle(HostAddress address)
        {
            byte[] middle = _middle;
            Array.Copy(s_address, 0, middle, 0, s_address.Length);
            int end = s_address.Length;

            // Its bytes wait behind all that is written here.
            int parts = middle.Length - AddressLength;
            address.CopyTo(middle, parts);
            for (int i = 0; i < AddressLength; i++)
            {
                end = HttpText.WriteDecimal(middle, end, middle[parts + i]);
                if (i < AddressLength - 1)
                {
                    middle[end++] = (byte)'.';
                }
            }

            Array.Copy(s_framesReceived, 0, middle, end, s_framesReceived.Length);
            _middleLength = end + s_framesReceived.Length;
            _address = address;
            _uptime = -1;
        }
    }
}
