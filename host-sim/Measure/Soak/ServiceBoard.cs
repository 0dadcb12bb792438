// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Mdns;
using NanoTcp.Resolver;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Wire;
using NanoTcp.Sntp;
using NanoTcp.Udp;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// A board with DHCP, a resolver, mDNS, SNTP, and a port for datagrams. Each datagram that comes has to be one that was sent, whole, and may come as
/// often as it was sent or doubled on the way.
/// </summary>
internal sealed class ServiceBoard : NetworkService
{
    private const int FlowPort = 4000;
    private const int HeaderLength = 12;
    private const uint Magic = 0x44415441;

    /// <summary>The wire can double a frame once, and an address that changes sends nothing twice.</summary>
    private const int MaxDeliveries = 2;

    private readonly DhcpClient _dhcp;
    private readonly DnsResolver _resolver;
    private readonly MdnsResponder _mdns;
    private readonly SntpClient _sntp;
    private readonly UdpSocket _socket;
    private readonly ResolverQuery _query = new();
    private readonly HostEndPoint _to = new();
    private readonly byte[] _buffer = new byte[4096];
    private readonly Dictionary<uint, int> _deliveries = [];
    private readonly uint _server;
    private uint _sent;
    private bool _hasResolved;
    private int _answersBefore;

    public ServiceBoard(WirePort port, ulong seed, uint server)
    {
        Host = new ServiceHost(port, seed);
        _server = server;
        NetworkSettings settings = new();
        _dhcp = new DhcpClient(Host.Udp, Host.IP, settings, new DhcpOptions());
        _resolver = new DnsResolver(Host.IP, Host.Udp, null, settings, new ResolverOptions());
        _mdns = new MdnsResponder(Host.Udp, Host.IP, new MdnsOptions { Name = "board" });
        _sntp = new SntpClient(Host.Udp, Host.IP, settings, new SntpOptions { PollInterval = 60_000, FirstDelay = 0 });
        _socket = new UdpSocket(Host.Udp, new UdpSocketOptions { QueueLength = 8, QueueBytes = 8192 });
        _socket.Bind(FlowPort);
        _dhcp.Start();
        _mdns.Start();
        foreach (NetworkService service in new NetworkService[] { _dhcp, _resolver, _mdns, _sntp, this })
        {
            Host.Add(service);
        }
    }

    public ServiceHost Host { get; }

    /// <summary>What the board lacks; null: nothing.</summary>
    public string? Missing =>
        _dhcp.Lease == null ? "a board has no lease"
        : !_hasResolved ? "a board resolves no name"
        : _mdns.State != MdnsState.Established ? "a board has no name"
        : _sntp.GetCount(SntpCounter.Answers) == _answersBefore ? "a board does not know the time"
        : null;

    /// <summary>Forgets that a name was resolved and the time told.</summary>
    public void StartAnew()
    {
        _hasResolved = false;
        _answersBefore = _sntp.GetCount(SntpCounter.Answers);
    }

    /// <summary>Sends a datagram to another board, if both have an address.</summary>
    public void SendDatagram(ServiceBoard other, int length)
    {
        if (_dhcp.Lease == null || other._dhcp.Lease == null || other == this)
        {
            return;
        }

        BinaryPrimitives.WriteUInt32BigEndian(_buffer, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(4), (uint)Host.Port.Number << 24 | _sent++);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(8), (uint)length);
        for (int i = 0; i < length; i++)
        {
            _buffer[HeaderLength + i] = PatternAt(_sent - 1, i);
        }

        _to.Set(other._dhcp.Lease.Address, FlowPort);
        _socket.SendTo(_buffer, 0, HeaderLength + length, _to);
    }

    /// <inheritdoc/>
    public override long Poll(long now)
    {
        while (_socket.Waiting > 0)
        {
            int length = _socket.Receive(_buffer, 0, _buffer.Length, null, out SocketError error);
            if (error == SocketError.Success)
            {
                Check(_buffer.AsSpan(0, length));
            }
        }

        if (_query.State == ResolverState.Success)
        {
            _hasResolved = true;
            if (_query.GetAddress(0).ToIPv4() != _server)
            {
                throw new SoakViolationException(SoakInvariant.Content, "a name is resolved to another address than the server has told");
            }
        }

        if (!_hasResolved && _query.State != ResolverState.Pending && _dhcp.Lease != null)
        {
            _resolver.Begin("server.lan", _query);
        }

        return now + 500;
    }

    private static byte PatternAt(uint number, int index)
    {
        return (byte)((number * 31 + (uint)index) * 7 >> 1);
    }

    private void Check(ReadOnlySpan<byte> datagram)
    {
        uint id = datagram.Length < HeaderLength ? 0 : BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]);
        bool isRight = datagram.Length >= HeaderLength && BinaryPrimitives.ReadUInt32BigEndian(datagram) == Magic
            && BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]) == datagram.Length - HeaderLength;
        for (int i = HeaderLength; i < datagram.Length && isRight; i++)
        {
            isRight = datagram[i] == PatternAt(id & 0xFFFFFF, i - HeaderLength);
        }

        if (!isRight)
        {
            throw new SoakViolationException(SoakInvariant.Content, $"a datagram of {datagram.Length} bytes is not what was sent");
        }

        int deliveries = _deliveries.GetValueOrDefault(id) + 1;
        _deliveries[id] = deliveries;
        if (deliveries > MaxDeliveries)
        {
            throw new SoakViolationException(SoakInvariant.Content, $"a datagram is delivered {deliveries} times");
        }
    }
}
