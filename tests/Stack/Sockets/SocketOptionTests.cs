// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net.Sockets;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class SocketOptionTests : SocketBench
{
    [Theory]
    [InlineData(SocketOptionName.Broadcast)]
    [InlineData(SocketOptionName.KeepAlive)]
    [InlineData(SocketOptionName.ExclusiveAddressUse)]
    [InlineData(SocketOptionName.DontLinger)]
    public void An_option_that_is_on_or_off_is_read_as_such(SocketOptionName name)
    {
        Client.Run(() =>
        {
            Socket socket = Stream();
            if (name == SocketOptionName.DontLinger)
            {
                socket.LingerState = new LingerOption(true, 3);
                Assert.Equal(false, socket.GetSocketOption(SocketOptionLevel.Socket, name));
            }
            else
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, name, false);
                Assert.Equal(false, socket.GetSocketOption(SocketOptionLevel.Socket, name));
            }

            socket.SetSocketOption(SocketOptionLevel.Socket, name, true);
            Assert.Equal(true, socket.GetSocketOption(SocketOptionLevel.Socket, name));
        });
    }

    [Theory]
    [InlineData(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, 1)]
    [InlineData(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1)]
    [InlineData(SocketOptionLevel.Socket, SocketOptionName.SendTimeout, 1234)]
    [InlineData(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, 1234)]
    [InlineData(SocketOptionLevel.Socket, SocketOptionName.Linger, 7)]
    [InlineData(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer, 1000)]
    [InlineData(SocketOptionLevel.Socket, SocketOptionName.SendBuffer, 1000)]
    public void A_number_is_read_as_it_was_set_in_each_shape(SocketOptionLevel level, SocketOptionName name, int value)
    {
        Client.Run(() =>
        {
            Socket socket = Stream();
            socket.SetSocketOption(level, name, value);
            Assert.Equal(value, socket.GetSocketOption(level, name));

            byte[] bytes = new byte[4];
            socket.GetSocketOption(level, name, bytes);
            Assert.Equal(value, BitConverter.ToInt32(bytes));

            Socket other = Stream();
            other.SetSocketOption(level, name, bytes);
            Assert.Equal(value, other.GetSocketOption(level, name));
        });
    }

    [Fact]
    public void A_timeout_in_eight_bytes_is_seconds_and_microseconds()
    {
        Client.Run(() =>
        {
            Socket socket = Stream();
            byte[] bytes = [.. BitConverter.GetBytes(3), .. BitConverter.GetBytes(250_000)];
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, bytes);
            Assert.Equal(3250, socket.ReceiveTimeout);

            byte[] read = new byte[8];
            socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, read);
            Assert.Equal(bytes, read);
        });
    }

    [Fact]
    public void Linger_in_eight_bytes_is_whether_and_seconds()
    {
        Client.Run(() =>
        {
            Socket socket = Stream();
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, [1, 0, 0, 0, 5, 0, 0, 0]);
            Assert.Equal(5, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger));
            Assert.Equal(5, socket.LingerState.LingerTime);

            byte[] read = new byte[8];
            socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, read);
            Assert.Equal([1, 0, 0, 0, 5, 0, 0, 0], read);

            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, new byte[8]);
            Assert.False(socket.LingerState.Enabled);
        });
    }

    [Fact]
    public void Saying_no_to_linger_does_not_reset_the_connection()
    {
        OnConnection(
            server => Assert.Equal(Bytes(10), ReceiveToEnd(server)),
            client =>
            {
                client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, false);
                Assert.False(client.LingerState.Enabled);
                client.Send(Bytes(10));
                client.Close();
            });
    }

    [Fact]
    public void Accepted_sockets_take_over_the_options_and_change_them_for_themselves()
    {
        Socket? listening = null;
        Server.Start(() =>
        {
            listening = Listening();
            listening.NoDelay = true;
            listening.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Socket first = listening.Accept();
            first.NoDelay = false;
            Socket second = listening.Accept();

            Assert.False(first.NoDelay);
            Assert.True((bool)first.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
            Assert.True(second.NoDelay);
            Assert.True(listening.NoDelay);
            first.Close();
            second.Close();
        });

        Client.Run(() =>
        {
            Socket first = Connected();
            Socket second = Connected();
            Assert.Equal(0, first.Receive(new byte[1]));
            Assert.Equal(0, second.Receive(new byte[1]));
        });
    }

    [Fact]
    public void Options_of_one_socket_are_not_those_of_the_next()
    {
        Client.Run(() =>
        {
            Stream().NoDelay = true;
            Assert.False(Stream().NoDelay);
        });
    }

    [Fact]
    public void Keep_alive_finds_out_that_the_other_end_is_gone()
    {
        Network.TimeLimit = 20_000_000;
        OnConnection(
            server => { },
            client =>
            {
                client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                Sleep(10);
                Server.PullCable();
                Assert.Throws<SocketException>(() => client.Receive(new byte[1]));
            });
    }

    [Theory]
    [InlineData(SocketOptionLevel.Socket, (SocketOptionName)999)]
    [InlineData(SocketOptionLevel.Socket, SocketOptionName.NoDelay)]
    [InlineData(SocketOptionLevel.Tcp, SocketOptionName.KeepAlive)]
    [InlineData(SocketOptionLevel.IP, SocketOptionName.Linger)]
    [InlineData(SocketOptionLevel.IPv6, SocketOptionName.Broadcast)]
    [InlineData(SocketOptionLevel.Udp, SocketOptionName.NoDelay)]
    public void An_option_that_is_not_there_is_an_error(SocketOptionLevel level, SocketOptionName name)
    {
        Client.Run(() =>
        {
            Socket socket = Stream();
            AssertFails(SocketError.ProtocolOption, () => socket.SetSocketOption(level, name, 1));
            AssertFails(SocketError.ProtocolOption, () => socket.SetSocketOption(level, name, true));
            AssertFails(SocketError.ProtocolOption, () => socket.SetSocketOption(level, name, new byte[4]));
            AssertFails(SocketError.ProtocolOption, () => socket.GetSocketOption(level, name));
            AssertFails(SocketError.ProtocolOption, () => socket.GetSocketOption(level, name, new byte[4]));
        });
    }

    [Fact]
    public void Options_in_other_than_four_or_eight_bytes_are_an_error()
    {
        Client.Run(() =>
        {
            Socket socket = Stream();
            foreach (int length in new[] { 0, 1, 3, 5, 9 })
            {
                AssertFails(SocketError.InvalidArgument, () => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, new byte[length]));
            }

            AssertFails(SocketError.InvalidArgument, () => socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, new byte[3]));
            Assert.Throws<ArgumentNullException>(() => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, null!));
            Assert.Throws<ArgumentNullException>(() => socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, null!));
        });
    }

    [Fact]
    public void The_type_can_be_read_and_memberships_cannot()
    {
        Client.Run(() =>
        {
            Assert.Equal(SocketType.Stream, Stream().GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Type));
            Assert.Equal(SocketType.Dgram, Datagrams().GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Type));
            Assert.Throws<NotSupportedException>(() => Stream().GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AddMembership));
            Assert.Throws<NotSupportedException>(() => Datagrams().GetSocketOption(SocketOptionLevel.IP, SocketOptionName.DropMembership));
            Assert.Equal(false, Stream().GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection));
            Assert.Equal(true, Listening().GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection));
        });
    }

    [Fact]
    public void The_time_to_live_of_datagrams_can_be_set()
    {
        Client.Run(() =>
        {
            Socket socket = Datagrams();
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.IpTimeToLive, 7);
            Assert.Equal(7, socket.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.IpTimeToLive));
            Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 9);
            Assert.Equal(9, socket.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive));
            AssertFails(SocketError.InvalidArgument, () => socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.IpTimeToLive, 256));
        });
    }
}
