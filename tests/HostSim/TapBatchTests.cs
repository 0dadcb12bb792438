// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using NanoTcp.HostSim.Tap;
using NanoTcp.Link;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tests.Interop;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim;

/// <summary>Frames that the TAP link reads ahead and writes behind, against the kernel.</summary>
[Collection(OwnTapCollection.Name)]
public sealed class TapBatchTests : IDisposable
{
    private const int Datagrams = 100;
    private const int Payload = EthernetHeader.Length + IPv4Header.MinLength + 8;

    /// <summary>Enough frames for the link to know that they come without a pause.</summary>
    private const int Streak = 10;

    private readonly TapLink _link;
    private readonly Socket _host;

    public TapBatchTests()
    {
        Needs.Root();
        IPAddress station = IPAddress.Parse("198.18.252.2");
        _link = TapLink.Open($"ntb{Environment.ProcessId}", [2, 0, 0, 0, 2, 3], new IPv4Prefix(IPv4Address.From(198, 18, 252, 2), 30), batch: true);
        TapStation.AwaitDatagram(_link, station);
        _host = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)RunningProgram.Limit.TotalMilliseconds };
        _host.Connect(station, 9);
    }

    public void Dispose()
    {
        _host.Dispose();
        _link.Dispose();
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void Frames_keep_their_order_both_ways()
    {
        Send(Datagrams);
        for (int i = 0; i < Datagrams; i++)
        {
            FrameBuffer datagram = Next();
            Assert.Equal(i, datagram.Data[datagram.Offset + Payload]);
            Return(datagram);
        }

        ReadOn();
        for (int i = 0; i < Datagrams; i++)
        {
            Assert.Equal(i, Received());
        }
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void While_more_frames_are_there_one_that_was_sent_waits_until_they_are_read_if_the_kernel_can_do_that()
    {
        using IoRing? ring = IoRing.TryCreate(2);
        Send(Streak);
        for (int i = 2; i < Streak; i++)
        {
            Next();
        }

        Return(Next());
        Assert.Equal(ring == null, _host.Available > 0);
        ReadOn();
        Assert.Equal(Streak - 2, Received());
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void After_a_pause_a_frame_is_written_at_once()
    {
        Send(Streak);
        for (int i = 0; i < Streak; i++)
        {
            Next();
        }

        ReadOn();
        Send(1);
        Return(Next());
        Assert.Equal(0, Received());
    }

    [Fact]
    [Trait("Category", "Interop")]
    public void What_waits_is_written_before_the_link_is_closed()
    {
        Send(Streak);
        for (int i = 2; i < Streak; i++)
        {
            Next();
        }

        Return(Next());
        _link.Dispose();
        Assert.Equal(Streak - 2, Received());
    }

    private void Send(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _host.Send([(byte)i]);
        }
    }

    // Until there is a pause.
    private void ReadOn()
    {
        while (_link.Receive() != null)
        {
        }
    }

    private int Received()
    {
        byte[] one = new byte[1];
        Assert.Equal(1, _host.Receive(one));
        return one[0];
    }

    // The next datagram of the test. The host sends others of its own accord. All are there already: it sends them on this thread.
    private FrameBuffer Next()
    {
        while (true)
        {
            FrameBuffer? frame = _link.Receive();
            Assert.NotNull(frame);
            if (frame.Data.AsSpan(frame.Offset + Payload - 6, 2).SequenceEqual<byte>([0, 9]))
            {
                return frame;
            }
        }
    }

    // Sends a datagram back to where it came from. Its checksums do not notice.
    private void Return(FrameBuffer datagram)
    {
        Span<byte> frame = datagram.Data.AsSpan(datagram.Offset, datagram.Length);
        Swap(frame[..12]);
        Swap(frame.Slice(Payload - 16, 8));
        Swap(frame.Slice(Payload - 8, 4));
        Assert.True(_link.Transmit(datagram));
    }

    private static void Swap(Span<byte> pair)
    {
        byte[] first = pair[..(pair.Length / 2)].ToArray();
        pair[first.Length..].CopyTo(pair);
        first.CopyTo(pair[first.Length..]);
    }
}
