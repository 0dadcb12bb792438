// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net.Sockets;

namespace NanoTcp.Tests.Stack.Sockets;

public sealed class NetworkStreamTests : SocketBench
{
    [Fact]
    public void Text_lines_go_both_ways()
    {
        OnConnection(
            server =>
            {
                using NetworkStream stream = new(server, ownsSocket: true);
                using StreamReader reader = new(stream);
                using StreamWriter writer = new(stream);
                for (string? line = reader.ReadLine(); line != null; line = reader.ReadLine())
                {
                    writer.WriteLine("you said " + line);
                    writer.Flush();
                }
            },
            client =>
            {
                using NetworkStream stream = new(client);
                using StreamWriter writer = new(stream);
                using StreamReader reader = new(stream);
                writer.WriteLine("hello");
                writer.Flush();
                Assert.Equal("you said hello", reader.ReadLine());
                client.Shutdown(SocketShutdown.Send);
                Assert.Null(reader.ReadLine());
            });
    }

    [Fact]
    public void A_read_returns_what_is_there()
    {
        OnConnection(
            server => server.Send(Bytes(5)),
            client =>
            {
                NetworkStream stream = new(client);
                Assert.Equal(5, stream.Read(new byte[100], 0, 100));
            });
    }

    [Fact]
    public void At_the_end_of_the_stream_nothing_is_available_and_a_read_returns_0()
    {
        OnConnection(
            server =>
            {
                server.Send(Bytes(5));
                server.Close();
            },
            client =>
            {
                NetworkStream stream = new(client);
                Sleep(100);
                Assert.Equal(5, stream.Length);
                Assert.True(stream.DataAvailable);
                Assert.Equal(5, stream.Read(new byte[10], 0, 10));
                Assert.Equal(0, stream.Length);
                Assert.False(stream.DataAvailable);
                Assert.Equal(0, stream.Read(new byte[10], 0, 10));
                Assert.Equal(-1, stream.ReadByte());
            });
    }

    [Fact]
    public void After_a_reset_the_length_is_what_can_still_be_read()
    {
        OnConnection(
            server =>
            {
                server.Send(Bytes(5));
                Sleep(50);
                Reset(server);
            },
            client =>
            {
                NetworkStream stream = new(client);
                Sleep(100);
                Assert.Equal(5, stream.Length);
                stream.ReadExactly(new byte[5]);
                Assert.Equal(0, stream.Length);
                Assert.False(stream.DataAvailable);
                AssertFails(SocketError.ConnectionReset, () => stream.ReadByte());
                AssertFails(SocketError.ConnectionReset, () => stream.WriteByte(0));
                stream.Close();
            });
    }

    [Fact]
    public void A_stream_can_be_made_of_a_connection_that_was_reset_before()
    {
        OnConnection(
            server =>
            {
                server.Send(Bytes(5));
                Sleep(50);
                Reset(server);
            },
            client =>
            {
                Sleep(100);
                Assert.Equal(5, new NetworkStream(client).Read(new byte[10], 0, 10));
            });
    }

    [Fact]
    public void A_read_ends_at_its_timeout()
    {
        OnConnection(
            server => Assert.Equal(0, server.Receive(new byte[1])),
            client =>
            {
                NetworkStream stream = new(client, true) { ReadTimeout = 300, WriteTimeout = 200 };
                Assert.Equal(300, client.ReceiveTimeout);
                Assert.Equal(200, client.SendTimeout);
                AssertFails(SocketError.TimedOut, () => stream.ReadByte());
                Assert.Equal(300, Network.Now - Begin);
                stream.Close();
            });
    }

    [Fact]
    public void Without_a_timeout_a_stream_waits_for_ever()
    {
        OnConnection(server => server.Close(), client =>
        {
            NetworkStream stream = new(client);
            Assert.True(stream.CanTimeout);
            Assert.Equal(Timeout.Infinite, stream.ReadTimeout);
            Assert.Equal(Timeout.Infinite, stream.WriteTimeout);
            Assert.Throws<ArgumentOutOfRangeException>(() => stream.ReadTimeout = 0);
            Assert.Throws<ArgumentOutOfRangeException>(() => stream.WriteTimeout = -2);
        });
    }

    [Fact]
    public void A_stream_has_no_place_to_go_to()
    {
        OnConnection(server => server.Close(), client =>
        {
            NetworkStream stream = new(client);
            Assert.False(stream.CanSeek);
            Assert.Throws<NotSupportedException>(() => stream.Position);
            Assert.Throws<NotSupportedException>(() => stream.Position = 0);
            Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
            Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
        });
    }

    [Fact]
    public void A_closed_stream_says_so_and_its_socket_lives_unless_the_stream_owns_it()
    {
        OnConnection(
            server => Assert.Equal(0, server.Receive(new byte[1])),
            client =>
            {
                NetworkStream stream = new(client);
                stream.Close();
                stream.Close();
                Assert.False(stream.CanRead);
                Assert.False(stream.CanWrite);
                Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
                Assert.Throws<ObjectDisposedException>(() => stream.WriteByte(0));
                Assert.Throws<ObjectDisposedException>(() => stream.Length);
                Assert.True(client.Connected);

                NetworkStream owner = new(client, ownsSocket: true);
                owner.Close();
                Assert.Throws<ObjectDisposedException>(() => client.Available);
            });
    }

    [Fact]
    public void The_stream_of_a_closed_socket_has_an_IO_error()
    {
        OnConnection(server => server.Close(), client =>
        {
            NetworkStream stream = new(client);
            client.Close();
            Assert.Throws<IOException>(() => stream.ReadByte());
            Assert.Throws<IOException>(() => stream.WriteByte(0));
            Assert.Throws<IOException>(() => stream.DataAvailable);
        });
    }

    [Fact]
    public void A_stream_needs_a_connected_socket()
    {
        Client.Run(() =>
        {
            Assert.Throws<ArgumentNullException>(() => new NetworkStream(null!));
            Assert.Throws<IOException>(() => new NetworkStream(Stream()));
            Assert.Throws<IOException>(() => new NetworkStream(Listening()));
            Assert.Throws<IOException>(() => new NetworkStream(Datagrams(Port)));
        });
    }

    [Fact]
    public void Closing_with_a_time_waits_until_everything_is_acknowledged_and_no_longer()
    {
        OnConnection(
            server =>
            {
                Sleep(500);
                Assert.Equal(3000, ReceiveToEnd(server).Length);
            },
            client =>
            {
                NetworkStream stream = new(client, ownsSocket: true);
                stream.Write(Bytes(3000), 0, 3000);
                stream.Close(10_000);
                Assert.InRange(Network.Now - Begin, 500, 1000);
            });
    }

    [Fact]
    public void Closing_with_a_time_does_not_wait_longer_than_that_and_loses_nothing()
    {
        OnConnection(
            server =>
            {
                Sleep(5000);
                Assert.Equal(3000, ReceiveToEnd(server).Length);
            },
            client =>
            {
                NetworkStream stream = new(client, ownsSocket: true);
                Assert.Throws<ArgumentOutOfRangeException>(() => stream.Close(-2));
                stream.Write(Bytes(3000), 0, 3000);
                stream.Close(100);
                Assert.Equal(100, Network.Now - Begin);
            });
    }

    [Fact]
    public void What_is_asynchronous_happens_in_the_calling_thread_in_virtual_time()
    {
        OnConnection(
            server =>
            {
                using NetworkStream stream = new(server, ownsSocket: true);
                using MemoryStream copy = new();
                Assert.True(stream.CopyToAsync(copy).IsCompletedSuccessfully);
                Assert.True(stream.WriteAsync(copy.ToArray(), 0, 4).IsCompletedSuccessfully);
                Assert.True(stream.WriteAsync(copy.ToArray().AsMemory(4)).IsCompletedSuccessfully);
                Assert.True(stream.FlushAsync().IsCompletedSuccessfully);
            },
            client =>
            {
                using NetworkStream stream = new(client, ownsSocket: true);
                Sleep(200);
                stream.Write(Bytes(10));
                client.Shutdown(SocketShutdown.Send);
                byte[] text = new byte[10];
                Task<int> first = stream.ReadAsync(text, 0, 2);
                ValueTask<int> second = stream.ReadAsync(text.AsMemory(2, 2));
                Assert.True(first.IsCompletedSuccessfully);
                Assert.True(second.IsCompletedSuccessfully);
                Assert.Equal(6, stream.ReadAtLeast(text.AsSpan(4), 6));
                Assert.Equal(Bytes(10), text);
            });
    }

    [Fact]
    public void What_is_asynchronous_and_cancelled_before_does_nothing()
    {
        OnConnection(server => server.Close(), client =>
        {
            NetworkStream stream = new(client);
            CancellationToken cancelled = new(canceled: true);
            Assert.True(stream.ReadAsync(new byte[1], 0, 1, cancelled).IsCanceled);
            Assert.True(stream.ReadAsync(new byte[1].AsMemory(), cancelled).IsCanceled);
            Assert.True(stream.WriteAsync(new byte[1], 0, 1, cancelled).IsCanceled);
            Assert.True(stream.WriteAsync(new byte[1].AsMemory(), cancelled).IsCanceled);
            Assert.True(stream.CopyToAsync(new MemoryStream(), 10, cancelled).IsCanceled);
        });
    }
}
