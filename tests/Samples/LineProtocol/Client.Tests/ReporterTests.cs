// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Testing;

namespace LineProtocol.Tests;

public sealed class ReporterTests : IDisposable
{
    private const string Address = "192.168.1.10";

    private readonly TestNetwork _network = new(seed: 1);
    private readonly TestHost _collector;
    private readonly TestHost _device;
    private readonly LineServer _server = new();
    private readonly Reporter _reporter = new(Address, LineServer.Port);

    public ReporterTests()
    {
        _collector = _network.AddHost(Address);
        _device = _network.AddHost("192.168.1.20");
    }

    public void Dispose()
    {
        _network.Dispose();
    }

    [Fact]
    public void It_reports_once_a_second()
    {
        _collector.Start(_server.Run);
        _device.Start(_reporter.Start);

        // The first report comes at once.
        _network.RunFor(3600 * 1000 - 1);

        Assert.Equal(3600, _reporter.Delivered);
        Assert.Equal(0, _reporter.Failures);
    }

    [Fact]
    public void A_server_that_comes_late_gets_all_reports()
    {
        _device.Start(_reporter.Start);
        _network.RunFor(60_000);
        Assert.Equal(0, _reporter.Delivered);
        Assert.InRange(_reporter.Failures, 5, 20);

        _collector.Start(_server.Run);
        _network.RunUntil(() => _reporter.Delivered == 3);

        Assert.Equal(["count 1", "count 2", "count 3"], _server.Lines);
    }

    [Fact]
    public void It_goes_on_when_the_server_has_been_switched_off_and_on()
    {
        _collector.Start(_server.Run);
        _device.Start(_reporter.Start);
        _network.RunUntil(() => _reporter.Delivered == 5);

        _collector.SwitchOff();
        _network.RunFor(60_000);
        _collector.SwitchOn();
        _collector.Start(_server.Run);
        _network.RunUntil(() => _reporter.Delivered == 10);

        Assert.Equal(Enumerable.Range(1, 10).Select(count => $"count {count}"), _server.Lines.Distinct());
    }
}
