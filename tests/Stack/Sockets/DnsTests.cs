// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Network;
using NanoTcp.Testing;
using Names = nano::System.Net.Dns;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>The addresses of names, as a program asks for them.</summary>
public sealed class DnsTests : IDisposable
{
    private readonly TestNetwork _network = new(seed: 1);
    private readonly TestRouter _router;
    private readonly TestHost _host;

    public DnsTests()
    {
        _router = _network.AddRouter("192.168.1.1");
        _host = _network.AddHost("192.168.1.10", new NetworkInterfaceOptions { HostName = "sensor" });
    }

    public void Dispose()
    {
        _network.Dispose();
    }

    [Fact]
    public void All_addresses_of_a_name_are_found()
    {
        _router.AddName("broker.example.org", "192.168.1.20");
        _router.AddName("broker.example.org", "192.168.1.21");

        IPHostEntry entry = _host.Run(() => Names.GetHostEntry("broker.example.org"));

        Assert.Equal("broker.example.org", entry.HostName);
        Assert.Equal(["192.168.1.20", "192.168.1.21"], entry.AddressList.Select(address => address.ToString()).Order());
    }

    [Theory]
    [InlineData("192.168.1.77", "192.168.1.77")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("LocalHost.", "127.0.0.1")]
    [InlineData("db.localhost", "127.0.0.1")]
    [InlineData("sensor", "192.168.1.10")]
    [InlineData("SENSOR.local", "192.168.1.10")]
    [InlineData("", "192.168.1.10")]
    public void What_is_known_here_needs_no_server(string name, string address)
    {
        _router.AnswersNames = false;

        IPHostEntry entry = _host.Run(() => Names.GetHostEntry(name));

        Assert.Equal(address, Assert.Single(entry.AddressList).ToString());
        Assert.Equal(0, _network.Now);
    }

    [Theory]
    [InlineData("nobody.example.org")]
    [InlineData("nolocalhost")]
    [InlineData("two..dots")]
    [InlineData("1.2.3.256")]
    public void A_name_without_an_address_is_not_found(string name)
    {
        Assert.Equal(SocketError.HostNotFound, Failure(name));
    }

    [Fact]
    public void A_server_that_is_silent_may_answer_another_time()
    {
        _router.AnswersNames = false;

        Assert.Equal(SocketError.TryAgain, Failure("broker.example.org"));

        _router.AnswersNames = true;
        _router.AddName("broker.example.org", "192.168.1.20");
        _network.RunFor(60_000);
        Assert.Single(_host.Run(() => Names.GetHostEntry("broker.example.org")).AddressList);
    }

    [Fact]
    public void A_host_without_an_address_may_have_one_another_time()
    {
        TestHost host = _network.AddDhcpHost();

        Assert.Equal(SocketError.TryAgain, host.Run(() => Assert.Throws<SocketException>(() => Names.GetHostEntry("broker.example.org")).SocketErrorCode));
        Assert.Equal(SocketError.TryAgain, host.Run(() => Assert.Throws<SocketException>(() => Names.GetHostEntry("")).SocketErrorCode));
    }

    [Fact]
    public void Another_thread_that_waits_for_ever_does_not_delay_the_question()
    {
        _router.AddName("broker.example.org", "192.168.1.20");
        _host.Start(() =>
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 5000));
            socket.Receive(new byte[1]);
        });

        Assert.Single(_host.Run(() => Names.GetHostEntry("broker.example.org")).AddressList);
        Assert.InRange(_network.Now, 1, 20);
    }

    [Fact]
    public void A_program_without_a_network_finds_only_numbers()
    {
        Assert.Equal("1.2.3.4", Assert.Single(Names.GetHostEntry("1.2.3.4").AddressList).ToString());
        Assert.Equal(SocketError.SystemNotReady, Assert.Throws<SocketException>(() => Names.GetHostEntry("broker.example.org")).SocketErrorCode);
        Assert.Throws<ArgumentNullException>(() => Names.GetHostEntry(null!));
    }

    private SocketError Failure(string name)
    {
        return _host.Run(() => Assert.Throws<SocketException>(() => Names.GetHostEntry(name)).SocketErrorCode);
    }
}
