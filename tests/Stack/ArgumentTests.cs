// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Link;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack;

/// <summary>Each call refuses an invalid argument at once and by name, and nothing changes.</summary>
public class ArgumentTests
{
    private readonly TcpBench _bench = new();

    [Theory]
    [InlineData("192.168.7.2", -1, "0.0.0.0")]
    [InlineData("192.168.7.2", 33, "0.0.0.0")]
    [InlineData("192.168.7.2", 40, "0.0.0.0")]
    [InlineData("192.168.7.0", 24, "0.0.0.0")]
    [InlineData("192.168.7.255", 24, "0.0.0.0")]
    [InlineData("224.0.0.1", 24, "0.0.0.0")]
    [InlineData("127.0.0.1", 8, "0.0.0.0")]
    [InlineData("255.255.255.255", 32, "0.0.0.0")]
    [InlineData("0.0.0.7", 24, "0.0.0.0")]
    [InlineData("192.168.7.3", 24, "192.168.8.1")]
    [InlineData("192.168.7.3", 24, "192.168.7.3")]
    [InlineData("192.168.7.3", 24, "192.168.7.255")]
    [InlineData("192.168.7.3", 24, "192.168.7.0")]
    [InlineData("192.168.7.3", 24, "224.0.0.1")]
    public void An_address_that_no_host_can_have_changes_nothing(string address, int prefixLength, string gateway)
    {
        TcpConnection connection = _bench.Established();
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Ip.Configure(HostAddress.Parse(address), prefixLength, HostAddress.Parse(gateway)));
        Assert.Equal(Frames.OwnHost, _bench.Ip.Address);
        Assert.Equal(24, _bench.Ip.PrefixLength);
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Theory]
    [InlineData("0.0.0.0", 0, "0.0.0.0")]
    [InlineData("10.1.2.3", 8, "10.255.255.254")]
    [InlineData("10.0.0.0", 31, "10.0.0.1")]
    [InlineData("10.0.0.1", 31, "10.0.0.0")]
    [InlineData("10.0.0.1", 32, "0.0.0.0")]
    [InlineData("10.0.0.1", 0, "192.0.2.1")]
    public void An_address_that_a_host_can_have_is_taken(string address, int prefixLength, string gateway)
    {
        _bench.Ip.Configure(HostAddress.Parse(address), prefixLength, HostAddress.Parse(gateway));
        Assert.Equal(HostAddress.Parse(address), _bench.Ip.Address);
        Assert.Equal(HostAddress.Parse(gateway), _bench.Ip.Gateway);
    }

    [Fact]
    public void A_stack_has_one_TCP()
    {
        TcpConnection connection = _bench.Established();
        Assert.Throws<InvalidOperationException>(() => new TcpTransport(_bench.Stack, new TcpOptions()));
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(10, connection.Available);
    }

    [Fact]
    public void No_constructor_takes_nothing_for_something()
    {
        var link = new ScriptedLink(Frames.OwnMac);
        Assert.Throws<ArgumentNullException>(() => new NetworkStack(null!, new FixedEntropy(), new StackOptions()));
        Assert.Throws<ArgumentNullException>(() => new NetworkStack(link, null!, new StackOptions()));
        Assert.Throws<ArgumentNullException>(() => new NetworkStack(link, new FixedEntropy(), null!));
        Assert.Throws<ArgumentNullException>(() => new TcpTransport(null!, new TcpOptions()));
        var stack = new NetworkStack(link, new FixedEntropy(), new StackOptions());
        Assert.Throws<ArgumentNullException>(() => new TcpTransport(stack, null!));
        Assert.Throws<ArgumentNullException>(() => new TcpTransport(stack, new TcpOptions { Client = null! }));
        Assert.Throws<ArgumentNullException>(() => new TcpTransport(stack, new TcpOptions { Server = null! }));
        Assert.Throws<ArgumentNullException>(() => new ScriptedLink(null!));
        Assert.Throws<ArgumentNullException>(() => new HttpServer(null!, new NoHandler(), new HttpServerOptions()));
        Assert.Throws<ArgumentNullException>(() => new HttpServer(_bench.Tcp, null!, new HttpServerOptions()));
        Assert.Throws<ArgumentNullException>(() => new HttpServer(_bench.Tcp, new NoHandler(), null!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    public void A_MAC_address_has_six_bytes(int length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScriptedLink(new byte[length]));
    }

    [Fact]
    public void A_MAC_address_is_that_of_one_station()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScriptedLink([1, 0, 0x5E, 0, 0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScriptedLink([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));
    }

    [Fact]
    public void A_link_takes_the_longest_frame_of_Ethernet()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScriptedLink(Frames.OwnMac, maxTransmit: 1513));
        Assert.Equal(1514, new ScriptedLink(Frames.OwnMac, maxTransmit: 1514).MaxTransmit);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_frame_buffer_has_room(int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameBuffer(size));
    }

    [Fact]
    public void Nothing_is_read_into_no_buffer_and_nothing_sent_from_none()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Throws<ArgumentNullException>(() => connection.Receive(null!, 0, 1, out _));
        Assert.Throws<ArgumentNullException>(() => connection.Peek(null!, 0, 1, out _));
        Assert.Throws<ArgumentNullException>(() => connection.Send(null!, 0, 1, out _));
        Assert.Throws<ArgumentNullException>(() => connection.SendUrgent(null!, 0, 1, out _));
        Assert.Throws<ArgumentNullException>(() => connection.GetInfo(null!));
        Assert.Equal(10, connection.Available);
        Assert.Equal(0, connection.Unacknowledged);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 11)]
    [InlineData(11, 0)]
    [InlineData(10, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(int.MinValue, 1)]
    public void A_part_that_is_not_in_the_buffer_is_an_invalid_argument(int offset, int size)
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        byte[] buffer = new byte[10];
        connection.Receive(buffer, offset, size, out SocketError error);
        Assert.Equal(SocketError.InvalidArgument, error);
        connection.Peek(buffer, offset, size, out error);
        Assert.Equal(SocketError.InvalidArgument, error);
        connection.Send(buffer, offset, size, out error);
        Assert.Equal(SocketError.InvalidArgument, error);
        connection.SendUrgent(buffer, offset, size, out error);
        Assert.Equal(SocketError.InvalidArgument, error);
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Less_than_nothing_cannot_be_thrown_away(int size)
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(0, connection.Skip(size, out SocketError error));
        Assert.Equal(SocketError.InvalidArgument, error);
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void There_are_two_directions(int how)
    {
        TcpConnection connection = _bench.Established();
        Assert.Equal(SocketError.InvalidArgument, connection.Shutdown((SocketShutdown)how));
        _bench.Poll();
        _bench.SendsNothing();
    }

    [Theory]
    [InlineData(nameof(TcpConnectionOptions.MaxSegment), 27)]
    [InlineData(nameof(TcpConnectionOptions.MaxSegment), 0)]
    [InlineData(nameof(TcpConnectionOptions.MaxSegment), -1)]
    [InlineData(nameof(TcpConnectionOptions.KeepAliveTime), 0)]
    [InlineData(nameof(TcpConnectionOptions.KeepAliveInterval), -1)]
    [InlineData(nameof(TcpConnectionOptions.KeepAliveRetries), -1)]
    [InlineData(nameof(TcpConnectionOptions.UserTimeout), -1)]
    [InlineData(nameof(TcpConnectionOptions.ConnectTimeout), -1)]
    [InlineData(nameof(TcpConnectionOptions.IdleTimeout), -1)]
    [InlineData(nameof(TcpConnectionOptions.ReceiveBuffer), -1)]
    [InlineData(nameof(TcpConnectionOptions.SendBuffer), int.MinValue)]
    public void Options_of_a_connection_are_looked_at_where_they_are_given(string option, int value)
    {
        var bad = new TcpConnectionOptions();
        typeof(TcpConnectionOptions).GetField(option)!.SetValue(bad, value);
        TcpConnection connection = _bench.Established();
        TcpConnectionOptions before = connection.Options;
        Assert.Throws<ArgumentOutOfRangeException>(() => connection.Options = bad);
        Assert.Same(before, connection.Options);
        TcpListener listener = _bench.Listen(81);
        Assert.Throws<ArgumentOutOfRangeException>(() => listener.Options = bad);
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Tcp.Connect(Frames.PeerHost, 80, 0, bad, out _));
        var stack = new NetworkStack(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions());
        Assert.Throws<ArgumentOutOfRangeException>(() => new TcpTransport(stack, new TcpOptions { Server = bad }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TcpTransport(stack, new TcpOptions { Client = bad }));
        Assert.Equal(7, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void No_options_and_no_handle_are_no_arguments()
    {
        TcpConnection connection = _bench.Established();
        TcpListener listener = _bench.Listen(81);
        Assert.Throws<ArgumentNullException>(() => connection.Options = null!);
        Assert.Throws<ArgumentNullException>(() => listener.Options = null!);
        Assert.Throws<ArgumentNullException>(() => listener.Accept(null!));
        Assert.Throws<ArgumentNullException>(() => _bench.Tcp.Connect(Frames.PeerHost, 80, 0, null!, out _));
        Assert.Throws<ArgumentNullException>(() => _bench.Tcp.Connect(Frames.PeerHost, 80, 0, new TcpConnectionOptions(), (TcpConnection)null!));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void There_is_no_counter_beyond_the_last(int counter)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Stack.GetCount((Counter)counter));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Stack.GetCount(Counter.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Tcp.GetCount((TcpCounter)counter));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Tcp.GetCount(TcpCounter.Count));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(33)]
    public void A_prefix_has_32_bits_at_the_most(int prefixLength)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => IPv4Address.Mask(prefixLength));
    }

    [Fact]
    public void No_text_is_no_address()
    {
        Assert.False(IPv4Address.TryParse(null, out uint address));
        Assert.Equal(IPv4Address.Any, address);
    }

    [Fact]
    public void Who_they_are_can_be_seen_in_a_debugger()
    {
        TcpListener listener = _bench.Listen(81);
        TcpConnection connection = _bench.Established();
        Assert.Equal("80 - 192.168.7.1:5000 Established", connection.ToString());
        Assert.Equal("port 81, 0 waiting", listener.ToString());
        Assert.Equal("192.168.7.2/24", _bench.Ip.ToString());
        connection.Abort();
        listener.Close();
        Assert.Equal("no connection", connection.ToString());
        Assert.Equal("closed", listener.ToString());
    }

    private static uint Parse(string text)
    {
        Assert.True(IPv4Address.TryParse(text, out uint address));
        return address;
    }

    private sealed class NoHandler : HttpHandler
    {
        public override int Find(HttpRequest request) => NotFound;

        public override void Handle(int resource, HttpRequest request, HttpResponse response)
        {
        }
    }
}
