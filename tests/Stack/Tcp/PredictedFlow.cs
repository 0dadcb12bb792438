// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>A connection whose next segment is expected, as a frame that a test may change before it arrives.</summary>
internal sealed class PredictedFlow(Action<TcpOptions>? configure = null)
{
    public const int FirstText = 100;
    public const int InFlight = 10;

    // The stack's real initial sequence number.
    private uint _iss;

    public TcpBench Bench { get; } = new(configure);

    public static bool IsTaken(TcpConnection connection, int text)
    {
        return text == 0 ? connection.Unacknowledged == 0 : connection.Available > FirstText;
    }

    /// <summary>A connection after its handshake, so the expected segment is known.</summary>
    public TcpConnection Opened()
    {
        TcpListener listener = Bench.Listen();
        Bench.Arrives("SYN seq=100 win=4096 mss=1000");
        _iss = Bench.Sends("SYN,ACK seq=300 ack=101").WireSeq;
        Bench.Arrives("ACK seq=101 ack=301 win=4096");
        return listener.Accept()!;
    }

    /// <summary>One that has got its first text.</summary>
    public TcpConnection Middle()
    {
        TcpConnection connection = Opened();
        Bench.Arrives($"ACK seq=101 ack=301 win=4096 len={FirstText}");
        return connection;
    }

    public void Send(TcpConnection connection)
    {
        Bench.Write(connection, InFlight);
        Bench.Poll();
        Bench.Sends($"ACK seq=301 len={InFlight}");
    }

    /// <summary>The next expected segment: text, or the acknowledgment of the data in flight.</summary>
    public byte[] Next(int text, out TcpConnection connection)
    {
        connection = Middle();
        if (text == 0)
        {
            Send(connection);
        }

        return Frame($"ACK seq=201 ack={301 + (text == 0 ? InFlight : 0)} win=4096 len={text}");
    }

    /// <summary>A segment of the other end, in a frame that has not arrived yet.</summary>
    public byte[] Frame(string segment)
    {
        Segment built = Segment.Parse(segment);
        built.SourcePort = TcpBench.PeerPort;
        built.DestinationPort = TcpBench.Port;
        built.Ack = built.Ack - TcpBench.Iss + _iss;
        built.Data = TcpBench.Text(built.Seq!.Value, built.Length);
        return Frames.Tcp(built.ToBytes(), TcpBench.Address(1));
    }

    public void Arrives(byte[] frame)
    {
        Bench.Link.Arrive(frame);
        Bench.Poll();
    }
}
