// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.SensorNode;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Firmware;

/// <summary>The writer updates all parts of the last object that have changed, whatever has become longer or shorter.</summary>
public class SensorJsonTests
{
    private readonly NetworkStack _stack = new(new ScriptedLink([2, 0, 0, 0, 0, 1]), new FixedEntropy(1), new StackOptions());

    private readonly IPv4 _ip;

    public SensorJsonTests()
    {
        _ip = new IPv4(_stack, new IPv4Options());
    }

    [Fact]
    public void An_object_is_the_same_whatever_was_written_before()
    {
        Random random = new(3);
        SensorJson json = new(_ip);
        SensorReading reading = new();
        int uptime = 0;
        for (int i = 0; i < 50_000; i++)
        {
            // One value changes, mostly in width, or several do.
            int changes = 1 << random.Next(5) | random.Next(32) & random.Next(32);
            if ((changes & 1) != 0)
            {
                _ip.Configure(HostAddress.From(10, (byte)Any(), (byte)Any(), 9), 24, HostAddress.Any);
            }

            if ((changes & 2) != 0)
            {
                _stack.FramesReceived = Any();
            }

            if ((changes & 4) != 0)
            {
                _stack.FramesSent = Any();
            }

            if ((changes & 8) != 0)
            {
                reading = new() { Temperature = -(Any() >> 16), Humidity = Any() >> 16, Pressure = Any() >> 8 };
            }

            if ((changes & 16) != 0)
            {
                uptime = Any();
            }

            AssertWritten(json, reading, uptime);
        }

        int Any() => random.Next() >> random.Next(31);
    }

    private void AssertWritten(SensorJson json, SensorReading reading, int uptime)
    {
        int length = json.Write(reading, uptime);
        string expected = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"temperature\":{reading.Temperature / 100m:F2},\"humidity\":{reading.Humidity / 100m:F2},\"pressure\":{reading.Pressure / 100m:F2},")
            + $"\"uptime\":{uptime},\"address\":\"{_ip.Address}\","
            + $"\"framesReceived\":{_stack.GetCount(Counter.FramesReceived)},\"framesSent\":{_stack.GetCount(Counter.FramesSent)}}}\n";
        Assert.Equal(expected, Encoding.ASCII.GetString(json.Data, 0, length));
    }
}
