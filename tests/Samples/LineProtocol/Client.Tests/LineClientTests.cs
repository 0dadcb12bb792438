// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using NanoTcp.Testing;

namespace LineProtocol.Tests;

public sealed class LineClientTests : IDisposable
{
    private const string Address = "192.168.1.10";

    private readonly TestNetwork _network = new(seed: 1);
    private readonly TestHost _device;
    private readonly LineServer _server = new();

    public LineClientTests()
    {
        _network.AddHost(Address).Start(_server.Run);
        _device = _network.AddHost("192.168.1.20");
    }

    public void Dispose()
    {
        _network.Dispose();
    }

    [Fact]
    public void A_line_is_answered()
    {
        string answer = _device.Run(() =>
        {
            using LineClient client = new(Address, LineServer.Port, timeout: 5000);
            return client.Ask("hello");
        });

        Assert.Equal("ok", answer);
        Assert.Equal(["hello"], _server.Lines);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_given_up_after_the_timeout()
    {
        _server.Answer = null;
        long start = 0;

        SocketException error = Assert.Throws<SocketException>(() => _device.Run(() =>
        {
            using LineClient client = new(Address, LineServer.Port, timeout: 5000);
            start = _network.Now;
            client.Ask("hello");
        }));

        Assert.Equal((int)SocketError.TimedOut, error.ErrorCode);
        Assert.Equal(5000, _network.Now - start);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void On_a_bad_wire_each_line_arrives_once(ulong seed)
    {
        using TestNetwork network = new(seed) { Loss = 0.2, Duplicate = 0.1, Reorder = 0.1 };
        LineServer server = new();
        network.AddHost(Address).Start(server.Run);

        network.AddHost("192.168.1.20").Run(() =>
        {
            using LineClient client = new(Address, LineServer.Port, timeout: 60_000);
            for (int i = 0; i < 20; i++)
            {
                client.Ask($"line {i}");
            }
        });

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"line {i}"), server.Lines);
    }
}
