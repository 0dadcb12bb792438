// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

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

        /// <summary>Makes objects that tell about a stack too.</summary>
        public SensorJson(NetworkStack stack)
        {
            _stack = stack;
        }

        /// <summary>The object written last.</summary>
        public TextBuffer Text { get; } = new TextBuffer(256);

        /// <summary>Writes an object.</summary>
        public void Write(SensorReading reading, int uptimeSeconds)
        {
            TextBuffer text = Text;
            text.Length = 0;
            text.Append(s_temperature);
            text.AppendHundredths(reading.Temperature);
            text.Append(s_humidity);
            text.AppendHundredths(reading.Humidity);
            text.Append(s_pressure);
            text.AppendHundredths(reading.Pressure);
            text.Append(s_uptime);
            text.AppendNumber(uptimeSeconds);
            text.Append(s_address);
            text.AppendAddress(_stack.Address);
            text.Append(s_framesReceived);
            AppendCounter(Counter.FramesReceived);
            text.Append(s_framesSent);
            AppendCounter(Counter.FramesSent);
            text.Append(s_end);
        }

        // Counters wrap: without its sign bit such a number still counts on.
        private void AppendCounter(Counter counter)
        {
            Text.AppendNumber(_stack.Counters.Get(counter) & int.MaxValue);
        }
    }
}
