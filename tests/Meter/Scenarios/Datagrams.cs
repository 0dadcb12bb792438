// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tcp;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Meter.Scenarios;

/// <summary>Datagrams of UDP with 512 bytes, as an application has them.</summary>
internal static class Datagrams
{
    private const int WarmUp = 4;
    private const int Repetitions = 16;
    private const int Port = 9;
    private const int FarPort = 50_000;
    private const int Length = 512;

    /// <summary>Datagrams arrive one by one, and are read. What an application sends of UDP has left then, so there is nothing to flush.</summary>
    public static IEnumerable<string?> Receive(Board? board)
    {
        MeteredBoard metered = new(board, new TcpOptions());
        FarHost host = new(metered);
        UdpSocket socket = Bind(metered);
        HostEndPoint from = new();
        byte[] buffer = new byte[Length];
        yield return null;
        (string Label, byte[] Frame)[] frames =
        [
            ("datagram without a checksum received and delivered", host.Datagram(Port, Length, hasChecksum: false)),
            ("datagram received and delivered", host.Datagram(Port, Length, hasChecksum: true)),
        ];
        foreach ((string label, byte[] frame) in frames)
        {
            for (int i = 0; i < WarmUp + Repetitions; i++)
            {
                metered.Arrive(frame);
                metered.Stack.Poll(metered.Now);
                bool isDelivered = socket.Receive(buffer, 0, buffer.Length, from, out _) == Length;
                yield return !isDelivered ? throw new InvalidOperationException("Not delivered.") : i < WarmUp ? null : label;
            }
        }
    }

    /// <summary>Datagrams are sent one by one.</summary>
    public static IEnumerable<string?> Send(Board? board)
    {
        MeteredBoard metered = new(board, new TcpOptions());
        _ = new FarHost(metered);
        UdpSocket socket = Bind(metered);
        HostEndPoint other = new(IPv4Address.From(192, 168, 7, 1).ToHostAddress(), FarPort);
        byte[] data = new byte[Length];
        new Random(1).NextBytes(data);

        // The board asks for the host's address first.
        socket.SendTo(data, 0, Length, other);
        metered.Settle();
        yield return null;
        foreach (bool hasChecksum in (bool[])[false, true])
        {
            socket.SendsChecksum = hasChecksum;
            for (int i = 0; i < WarmUp + Repetitions; i++)
            {
                metered.Cable.Sent.Clear();
                yield return null;
                socket.SendTo(data, 0, Length, other);
                metered.Settle();
                bool isSent = metered.Cable.Sent.Any(frame => frame.Length == 42 + Length);
                yield return !isSent ? throw new InvalidOperationException("Nothing was sent.")
                    : i < WarmUp ? null : hasChecksum ? "datagram sent" : "datagram without a checksum sent";
            }
        }
    }

    private static UdpSocket Bind(MeteredBoard board)
    {
        UdpSocket socket = new(new UdpTransport(board.Stack), new UdpSocketOptions());
        return socket.Bind(Port) == SocketError.Success ? socket : throw new InvalidOperationException("The port does not open.");
    }
}
