// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// A connection that sends segments of 1000 bytes into a window that does not limit. They are called by their numbers, from 1. The first ten are
/// under way.
/// </summary>
internal sealed class Sender
{
    private const uint First = 301;
    private const int Size = 1000;

    /// <param name="syn">Options of the other end's SYN.</param>
    /// <param name="segments">How many there are to send.</param>
    public Sender(string syn = "", int segments = 60, Action<TcpOptions>? configure = null)
    {
        Bench = new TcpBench(options =>
        {
            options.SendBuffer = 60_000;
            configure?.Invoke(options);
        });
        Connection = Bench.Established($"SYN seq=100 win=65535 mss=1000 {syn}");
        Bench.Write(Connection, segments * Size);
        Bench.Poll();
        Assert.Equal(Enumerable.Range(1, Math.Min(segments, 10)), Sent());
    }

    public TcpBench Bench { get; }

    public TcpConnection Connection { get; }

    /// <summary>The numbers of the segments sent since the last look.</summary>
    public int[] Sent(uint acknowledging = 101)
    {
        List<int> numbers = [];
        while (Bench.Link.Sent.Count > 0)
        {
            Segment sent = Bench.Sends($"ACK len=1000 ack={acknowledging}");
            numbers.Add((int)((sent.Seq!.Value - First) / Size) + 1);
            Assert.Equal(0u, (sent.Seq.Value - First) % Size);
        }

        return [.. numbers];
    }

    /// <summary>The other end has all up to a segment, and behind it the segments in a text like <c>3-4,7-7</c>. Returns what that sets going.</summary>
    public int[] Acknowledges(int upTo, string selectively = "")
    {
        string blocks = string.Join(',', selectively.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .Select(edges => $"{Sequence(edges[0])}-{Sequence(edges[1] + 1)}"));
        Bench.Arrives($"ACK seq=101 ack={Sequence(upTo + 1)} win=65535{(blocks.Length > 0 ? $" sack={blocks}" : "")}");
        return Sent();
    }

    /// <summary>Lets time pass until something is sent, and returns it.</summary>
    public int[] Timeout()
    {
        Bench.UntilSends();
        return Sent();
    }

    private static uint Sequence(int segment) => First + (uint)((segment - 1) * Size);
}
