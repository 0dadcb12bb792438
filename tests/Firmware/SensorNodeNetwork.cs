// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Firmware;

/// <summary>A sensor node and a client stack on one wire.</summary>
internal sealed class SensorNodeNetwork : INodeApplication
{
    private static readonly HostAddress s_address = HostAddress.From(10, 0, 0, 2);

    private readonly TcpTransport _clientTcp;

    public SensorNodeNetwork(SensorOptions options)
    {
        VirtualWire wire = new();
        Network = new VirtualNetwork(wire);
        Board = new NetworkStack(wire.Attach([2, 0, 0, 0, 0, 2]), new FixedEntropy(2), new StackOptions());
        Ip = new IPv4(Board, new IPv4Options());
        Ip.Configure(s_address, 24, HostAddress.Any);
        BoardTcp = new TcpTransport(Board, new TcpOptions());
        Application = new SensorApplication(BoardTcp, Ip, new FixedSensors(), options);
        NetworkStack client = new(wire.Attach([2, 0, 0, 0, 0, 1]), new FixedEntropy(1), new StackOptions());
        new IPv4(client, new IPv4Options()).Configure(HostAddress.From(10, 0, 0, 1), 24, HostAddress.Any);
        _clientTcp = new TcpTransport(client, new TcpOptions());
        Network.Add(Board, this);
        Network.Add(client);
    }

    public VirtualNetwork Network { get; }

    public NetworkStack Board { get; }

    public IPv4 Ip { get; }

    public TcpTransport BoardTcp { get; }

    public SensorApplication Application { get; }

    public long Poll(long now) => Application.Poll(now);

    public TcpConnection Connect(int port)
    {
        Assert.Equal(SocketError.Success, _clientTcp.Connect(s_address, port, 0, out TcpConnection? connection));
        Network.RunUntil(() => connection!.State != TcpState.SynSent, 60_000);
        return connection!;
    }

    public void Send(TcpConnection connection, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(bytes.Length, connection.Send(bytes, 0, bytes.Length, out _));
    }

    /// <summary>Everything up to the board's FIN.</summary>
    public byte[] ReadToEnd(TcpConnection connection)
    {
        MemoryStream received = new();
        byte[] buffer = new byte[4096];
        SocketError error = SocketError.WouldBlock;
        Network.RunUntil(
            () =>
            {
                int count = connection.Receive(buffer, 0, buffer.Length, out error);
                received.Write(buffer, 0, count);
                return count == 0 && error != SocketError.WouldBlock;
            },
            60_000);
        Assert.Equal(SocketError.Success, error);
        return received.ToArray();
    }

    public string Get(string path)
    {
        TcpConnection connection = Connect(80);
        Send(connection, "GET " + path + " HTTP/1.0\r\n\r\n");
        string reply = Encoding.ASCII.GetString(ReadToEnd(connection));
        connection.Close();
        return reply;
    }

    private sealed class FixedSensors : SensorSource
    {
        public override void Read(long now, SensorReading reading)
        {
            reading.Temperature = -307;
            reading.Humidity = 4510;
            reading.Pressure = 101_325;
        }
    }
}
