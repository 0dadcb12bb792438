// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>A program at the host that opens connections and writes, and the server that it finds, which answers well or badly.</summary>
internal sealed class OpenerTraffic : FuzzTraffic
{
    private const int ServerPort = 8080;
    private static readonly uint s_server = (FuzzNetwork.Own & 0xFFFFFF00) + 10;

    private readonly Opener _opener;
    private int _clientPort;
    private uint _next;
    private uint _acknowledgment;

    public OpenerTraffic(FuzzHost host, SplitMix64 random)
        : base(host, random)
    {
        _opener = new Opener(host);
        host.Add(_opener);
    }

    /// <inheritdoc/>
    public override int Weight => 2;

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        int flags = Random.Below(12) switch
        {
            < 3 => TcpHeader.Syn | TcpHeader.Ack,
            3 => TcpHeader.Syn,
            4 => TcpHeader.Rst | TcpHeader.Ack,
            5 => TcpHeader.Fin | TcpHeader.Ack,
            _ => TcpHeader.Ack,
        };
        int length = flags == TcpHeader.Ack && Random.Chance(0.5) ? Random.Below(600) : 0;
        frame.WriteEthernet(FuzzNetwork.OwnMac, FuzzNetwork.MacOf(s_server), EthernetHeader.TypeIPv4);
        frame.WriteIPv4(IPv4Header.ProtocolTcp, s_server, Host.Own, Random.Below(65536));
        frame.Write16(ServerPort);
        frame.Write16(_clientPort);
        frame.Write32((flags & TcpHeader.Syn) != 0 ? _next - 1 : _next);
        frame.Write32(_acknowledgment);
        frame.Write8(5 << 4);
        frame.Write8(flags);
        frame.Write16(4096);
        frame.Write16(0);
        frame.Write16(0);
        WriteContent(frame, length);
        _next += (uint)(length + ((flags & TcpHeader.Fin) != 0 ? 1 : 0));
    }

    /// <inheritdoc/>
    public override void Heard(ReadOnlySpan<byte> frame)
    {
        int tcp = EthernetHeader.Length + IPv4Header.MinLength;
        if (frame.Length < tcp + TcpHeader.MinLength || frame[EthernetHeader.EtherType + 1] != 0 || frame[EthernetHeader.Length + IPv4Header.Protocol] != IPv4Header.ProtocolTcp
            || BinaryPrimitives.ReadUInt16BigEndian(frame[(tcp + TcpHeader.DestinationPort)..]) != ServerPort)
        {
            return;
        }

        int flags = frame[tcp + TcpHeader.Flags];
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(frame[(tcp + TcpHeader.SequenceNumber)..]);
        int text = frame.Length - tcp - (frame[tcp + TcpHeader.DataOffset] >> 4) * 4;
        if ((flags & TcpHeader.Syn) != 0)
        {
            _clientPort = BinaryPrimitives.ReadUInt16BigEndian(frame[tcp..]);
            _next = (uint)Random.Next();
        }

        _acknowledgment = sequence + (uint)text + ((flags & (TcpHeader.Syn | TcpHeader.Fin)) != 0 ? 1u : 0u);
    }

    /// <inheritdoc/>
    public override void Silence()
    {
        _opener.Stop();
    }

    /// <summary>Opens a connection, writes and reads for some seconds, and closes it; and again.</summary>
    private sealed class Opener(FuzzHost host) : NetworkService
    {
        private const int OpenFor = 3000;
        private const int Rest = 2000;

        private readonly HostAddress _server = s_server.ToHostAddress();
        private readonly TcpConnection _connection = new();
        private readonly byte[] _buffer = new byte[700];
        private long _changesAt = 100;
        private bool _isOpen;
        private bool _isStopped;

        public void Stop()
        {
            _isStopped = true;
            if (_isOpen)
            {
                _connection.Close();
                _isOpen = false;
            }
        }

        public override long Poll(long now)
        {
            if (_isStopped)
            {
                return long.MaxValue;
            }

            if (now >= _changesAt)
            {
                _changesAt = now + (_isOpen ? Rest : OpenFor);
                if (_isOpen)
                {
                    _connection.Close();
                    _isOpen = false;
                }
                else
                {
                    _isOpen = host.Tcp.Connect(_server, ServerPort, 0, host.TcpOptions.Client, _connection) == SocketError.Success;
                }
            }

            if (_isOpen && _connection.BecameReady())
            {
                while (_connection.Receive(_buffer, 0, _buffer.Length, out SocketError error) > 0 && error == SocketError.Success)
                {
                }

                _connection.Send(_buffer, 0, Math.Min(_buffer.Length, _connection.SendSpace), out _);
            }

            return _changesAt;
        }
    }
}
