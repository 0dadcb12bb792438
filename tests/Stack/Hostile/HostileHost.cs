// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Measure.Fuzz;
using NanoTcp.Measure.Resources;
using NanoTcp.Tcp;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Hostile;

/// <summary>
/// A host with an open TCP port 80 and one established connection there, UDP port 7, and one group joined. Or, when it is to have its address from
/// DHCP, a host that asks for offers.
/// </summary>
internal sealed class HostileHost
{
    public const int Port = 80;
    public const int PeerPort = 5000;
    public const int EchoPort = 7;
    public static readonly uint Group = IPv4Address.From(224, 0, 0, 251);

    // They count that something came or went, and not what was wrong with it.
    private static readonly string[] s_neutral =
    [
        "Counter.FramesReceived", "Counter.FramesSent", "TcpCounter.SegmentsReceived", "TcpCounter.SegmentsSent", "TcpCounter.Predicted", "TcpCounter.ResetsSent", "ArpCounter.RequestsSent",
        "IcmpCounter.EchoReplies", "IcmpCounter.ErrorsSent", "UdpCounter.Received", "IPv4Counter.Fragment",
    ];

    private readonly FuzzLink _link = new([.. Frames.OwnMac]);
    private readonly NetworkStack _stack;
    private readonly IPv4 _ip;
    private readonly UdpTransport _udp;
    private readonly TcpTransport _tcp;
    private readonly DhcpClient? _dhcp;
    private readonly UdpSocket _socket;
    private readonly List<byte[]> _sent = [];
    private TcpConnection? _connection;

    public HostileHost(bool hasDhcp)
    {
        _link.Sent = (data, offset, length) => _sent.Add(data.AsSpan(offset, length).ToArray());
        _stack = new NetworkStack(_link, new FixedEntropy(), new StackOptions());
        _tcp = new TcpTransport(_stack, new TcpOptions { Server = new TcpConnectionOptions { NoDelay = true } });
        _udp = new UdpTransport(_stack);
        _ip = new IPv4(_stack, new IPv4Options());
        _socket = new UdpSocket(_udp, new UdpSocketOptions());
        Assert.Equal(SocketError.Success, _socket.Bind(EchoPort));
        if (hasDhcp)
        {
            _dhcp = new DhcpClient(_udp, _ip, new NetworkSettings(), new DhcpOptions());
            Assert.Equal(SocketError.Success, _dhcp.Start());
            Advance(3000);
            Assert.Equal(DhcpState.Selecting, _dhcp.State);
            Transaction = BinaryPrimitives.ReadUInt32BigEndian(_sent[^1].AsSpan(46));
            _sent.Clear();
            return;
        }

        _ip.Configure(Frames.OwnHost, 24, Frames.PeerHost);
        _ip.Join(HostAddress.From(224, 0, 0, 251));
        Advance(60_000);
        _sent.Clear();
        Connect();
        _sent.Clear();
    }

    /// <summary>The virtual time.</summary>
    public long Now { get; private set; }

    /// <summary>The number by which the DHCP client knows its answers.</summary>
    public uint Transaction { get; }

    /// <summary>The next sequence number of the connection's other end.</summary>
    public uint Next { get; private set; } = 101;

    /// <summary>The next one of the host.</summary>
    public uint Acknowledgment { get; private set; }

    /// <summary>What the host has sent since the last look, in words.</summary>
    public string Answer => string.Join(", ", _sent.Select(Describe));

    /// <summary>Bytes that the host has allocated in its polls.</summary>
    public long Allocated { get; private set; }

    public void Arrive(byte[] frame)
    {
        _link.Arrive(frame);
        Poll();
    }

    /// <summary>All counters that are not neutral, by their names.</summary>
    public Dictionary<string, int> Counters()
    {
        Dictionary<string, int> counters = [];
        Add<Counter>(_stack.GetCount);
        Add<ArpCounter>(_ip.GetCount);
        Add<IPv4Counter>(_ip.GetCount);
        Add<IcmpCounter>(_ip.GetCount);
        Add<IgmpCounter>(_ip.GetCount);
        Add<UdpCounter>(_udp.GetCount);
        Add<TcpCounter>(_tcp.GetCount);
        if (_dhcp != null)
        {
            Add<DhcpCounter>(_dhcp.GetCount);
        }

        return counters;

        void Add<T>(Func<T, int> read)
            where T : struct, Enum
        {
            foreach (T counter in Enum.GetValues<T>().SkipLast(1).Where(counter => !s_neutral.Contains(NameOf(counter))))
            {
                counters.Add(NameOf(counter), read(counter));
            }
        }
    }

    public static string NameOf(Enum counter) => $"{counter.GetType().Name}.{counter}";

    /// <summary>After all deadlines: what is there that was not there before; null if nothing.</summary>
    public string? FindLeft()
    {
        if (_dhcp != null)
        {
            return _dhcp.State == DhcpState.Selecting && _dhcp.Lease == null ? null : $"the client is in {_dhcp.State}";
        }

        _connection!.Abort();
        Advance(3_600_000);
        for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
        {
            if (_tcp.CountConnections(state) > 0)
            {
                return $"a connection in {state}";
            }
        }

        return _stack.Flush(Now) != long.MaxValue ? "a timer" : ResourceCheck.FindMissing(_tcp, new TcpOptions().MaxListeners - 1, new StackOptions().Peers);
    }

    /// <summary>A segment of the connection's other end.</summary>
    public byte[] Segment(int flags, uint sequence, uint? acknowledgment = null, byte[]? options = null, byte[]? text = null, int urgent = 0, int window = 4096, int port = Port)
    {
        byte[] head = new byte[20];
        options ??= [];
        BinaryPrimitives.WriteUInt16BigEndian(head, PeerPort);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), acknowledgment ?? ((flags & TcpHeader.Ack) != 0 ? Acknowledgment : 0));
        head[12] = (byte)((5 + options.Length / 4) << 4);
        head[13] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(14), (ushort)window);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(18), (ushort)urgent);
        return Frames.Tcp([.. head, .. options, .. text ?? []]);
    }

    private static string Describe(byte[] frame)
    {
        if (frame[13] == 6)
        {
            return frame[21] == ArpPacket.Request ? "ARP request" : "ARP reply";
        }

        return frame[23] switch
        {
            IPv4Header.ProtocolTcp => DescribeFlags(frame[34 + TcpHeader.Flags]),
            IPv4Header.ProtocolUdp => "UDP",
            IPv4Header.ProtocolIcmp => $"ICMP {frame[34]}/{frame[35]}",
            _ => $"protocol {frame[23]}",
        };
    }

    private static string DescribeFlags(int flags)
    {
        string[] names = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"];
        return string.Join('+', names.Where((_, bit) => (flags & (1 << bit)) != 0));
    }

    private void Connect()
    {
        Assert.Equal(SocketError.Success, _tcp.Listen(Port, 4, out TcpListener? listener));
        Arrive(Segment(TcpHeader.Syn, 100));
        Assert.Equal("ARP request", Answer);
        _sent.Clear();
        Arrive(Frames.Arp(ArpPacket.Reply, Frames.PeerMac, Frames.Peer, Frames.OwnMac, Frames.Own));
        Advance(3000);
        Assert.StartsWith("SYN+ACK", Answer);
        Acknowledgment = BinaryPrimitives.ReadUInt32BigEndian(_sent[^1].AsSpan(34 + 4)) + 1;
        Arrive(Segment(TcpHeader.Ack, Next));
        _connection = listener!.Accept();
        Assert.NotNull(_connection);
    }

    private void Advance(long milliseconds)
    {
        long end = Now + milliseconds;
        for (long due = Poll(); due < end; due = Poll())
        {
            Now = Math.Max(Now, due);
        }

        Now = end;
        Poll();
    }

    private long Poll()
    {
        long before = GC.GetAllocatedBytesForCurrentThread() - _link.Allocated;
        long due = _stack.Poll(Now);
        due = Math.Min(due, _dhcp?.Poll(Now) ?? long.MaxValue);
        due = Math.Min(due, _stack.Flush(Now));
        Allocated = GC.GetAllocatedBytesForCurrentThread() - _link.Allocated - before;
        return due;
    }
}
