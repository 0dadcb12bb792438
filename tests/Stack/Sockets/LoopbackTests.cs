// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.Sockets;
using NanoTcp.Network;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>A host that speaks to itself.</summary>
public sealed class LoopbackTests : SocketBench
{
    private readonly TestHost _host;

    public LoopbackTests()
    {
        NetworkInterfaceOptions options = new();
        options.IPv4.LoopbackFrames = 16;
        _host = Network.AddHost("192.168.1.20", options);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.20")]
    public void Server_and_client_are_programs_of_one_host(string address)
    {
        IPEndPoint there = new(IPAddress.Parse(address), Port);
        TestProgram server = _host.Start(() =>
        {
            Socket socket = Listening().Accept();
            Assert.Equal(there, socket.LocalEndPoint);
            socket.Send(ReceiveToEnd(socket));
            socket.Close();
        });

        _host.Run(() =>
        {
            Socket socket = Connected(there);
            Assert.StartsWith(address + ":", socket.LocalEndPoint.ToString(), StringComparison.Ordinal);
            Assert.Equal(there, socket.RemoteEndPoint);
            socket.Send(Bytes(1000));
            socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(Bytes(1000), ReceiveToEnd(socket));
        });
        server.Join();
    }

    [Fact]
    public void A_port_that_is_bound_to_the_loopback_address_is_not_for_other_hosts()
    {
        TestProgram server = _host.Start(() =>
        {
            Socket listening = Stream();
            listening.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            listening.Listen(1);
            Assert.Equal("127.0.0.1:5000", listening.LocalEndPoint.ToString());
            Assert.StartsWith("127.0.0.1:", listening.Accept().RemoteEndPoint.ToString(), StringComparison.Ordinal);
        });

        Client.Run(() =>
        {
            Socket socket = Connected(new IPEndPoint(IPAddress.Parse(_host.Address), Port));
            AssertFails(SocketError.ConnectionReset, () => socket.Receive(new byte[1]));
        });
        _host.Run(() => Connected(new IPEndPoint(IPAddress.Loopback, Port)));
        server.Join();
    }

    [Fact]
    public void Datagrams_to_a_port_that_is_bound_to_the_loopback_address_come_from_this_host_only()
    {
        TestProgram server = _host.Start(() =>
        {
            Socket socket = Datagrams();
            socket.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            Assert.Equal(2, socket.Receive(new byte[10]));
        });

        Client.Run(() =>
        {
            Datagrams().SendTo(Bytes(1), new IPEndPoint(IPAddress.Parse(_host.Address), Port));
            Sleep(100);
        });
        _host.Run(() => Datagrams().SendTo(Bytes(2), new IPEndPoint(IPAddress.Loopback, Port)));
        server.Join();
    }
}
