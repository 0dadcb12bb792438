// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.Meter.Scenarios;

/// <summary>Events at a board without connections: nothing, frames for others, and frames that it answers by itself.</summary>
internal static class Encounters
{
    private const int WarmUp = 4;
    private const int Repetitions = 16;
    private const int IdlePolls = 100;
    private const int IdleInterval = 10;
    private const int TrafficInterval = 1;
    private const int ClosedPort = 81;
    private const int MdnsPort = 5353;
    private const int NetBiosPort = 137;
    private const int BoundPort = 68;
    private const int DatagramLength = 200;

    private static readonly byte[] s_otherMac = [2, 0, 0, 0, 0, 0x77];
    private static readonly byte[] s_multicast = [1, 0, 0x5E, 0, 0, 0xFB];
    private static readonly byte[] s_multicastAddress = [224, 0, 0, 0xFB];
    private static readonly byte[] s_broadcastAddress = [192, 168, 7, 255];
    private static readonly byte[] s_broadcast = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
    private static readonly byte[] s_otherAddress = [192, 168, 7, 77];

    /// <summary>Polls with nothing to do: by a program that blocks in between, 10 ms apart, and by one that polls all the time.</summary>
    public static IEnumerable<string?> Idle(Board? board)
    {
        (string Label, bool IsInTraffic, int Interval)[] ways = [("idle poll", false, IdleInterval), ("poll in traffic that finds nothing", true, TrafficInterval)];
        foreach ((string label, bool isInTraffic, int interval) in ways)
        {
            MeteredBoard metered = new(board, new TcpOptions(), isInTraffic);
            _ = new FarHost(metered);
            yield return null;
            for (int i = 0; i < IdlePolls; i++)
            {
                metered.Pass(interval);
                metered.Stack.Poll(metered.Now);
                yield return label;
            }
        }
    }

    /// <summary>Frames for someone else: to a group that nobody here has joined, and to all, but for a port that nobody here has bound.</summary>
    public static IEnumerable<string?> Foreign(Board? board)
    {
        MeteredBoard metered = new(board, new TcpOptions());
        FarHost host = new(metered);
        new UdpSocket(new UdpTransport(metered.Stack), new UdpSocketOptions()) { ReceivesBroadcasts = board == null }.Bind(BoundPort);
        yield return null;
        (string Label, byte[] Frame)[] frames =
        [
            ("frame for another MAC address", host.Frame(s_otherMac)),
            ("multicast frame", host.Datagram(s_multicast, s_multicastAddress, MdnsPort, DatagramLength)),
            ("broadcast IPv4 frame", host.Datagram(s_broadcast, s_broadcastAddress, NetBiosPort, DatagramLength)),
            ("ARP request for another address", host.ArpRequest(s_otherAddress)),
        ];
        foreach ((string label, byte[] frame) in frames)
        {
            for (int i = 0; i < WarmUp + Repetitions; i++)
            {
                metered.Arrive(frame);
                metered.Stack.Poll(metered.Now);
                yield return i < WarmUp ? null : label;
            }
        }
    }

    /// <summary>A port that nobody has opened.</summary>
    public static IEnumerable<string?> Refuse(Board? board)
    {
        MeteredBoard metered = new(board, new TcpOptions());
        FarHost host = new(metered);
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            FarConnection connection = new(host, 50_000 + i, ClosedPort);
            metered.Arrive(connection.Syn());
            metered.Stack.Poll(metered.Now);
            metered.Settle();
            bool isRefused = host.Take() is [{ Flags: Flag.Rst | Flag.Ack }];
            yield return !isRefused ? throw new InvalidOperationException("No RST.") : i < WarmUp ? null : "SYN to a closed port, RST sent";
        }
    }

    /// <summary>A request for the board's address.</summary>
    public static IEnumerable<string?> Resolve(Board? board)
    {
        MeteredBoard metered = new(board, new TcpOptions());
        FarHost host = new(metered);
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            metered.Arrive(host.ArpRequest());
            metered.Stack.Poll(metered.Now);
            metered.Settle();
            bool isAnswered = metered.Cable.Sent.TryDequeue(out _);
            yield return !isAnswered ? throw new InvalidOperationException("No answer.") : i < WarmUp ? null : "ARP request answered";
        }
    }

    /// <summary>The sum of a header, of a datagram's data, and of a full segment's.</summary>
    public static IEnumerable<string?> Sum(Board? board)
    {
        byte[] data = new byte[1460];
        new Random(1).NextBytes(data);
        foreach (int length in (int[])[20, 512, 1460])
        {
            for (int i = 0; i < WarmUp; i++)
            {
                Wire.Checksum.Sum(data, 0, length);
                yield return i < WarmUp / 2 ? null : $"checksum of {length} bytes";
            }
        }
    }
}
