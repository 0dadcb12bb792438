// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>The loads. Each is bounded in time, and runs in the calling thread.</summary>
internal static class Load
{
    private const int EchoPort = 7;
    private const int DiscardPort = 9;
    private const int SourcePort = 19;
    private const int HttpPort = 80;
    private const int Chunk = 256 * 1024;

    private static readonly byte[] s_chunk = new byte[Chunk];

    /// <summary>Sends for that long, and waits until the peer has taken it all. Returns bits a second.</summary>
    public static double BulkUp(TimeSpan time, out long bytes)
    {
        bytes = 0;
        Client client = Client.Open(DiscardPort);
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            client.Send(s_chunk);
            bytes += s_chunk.Length;
        }

        client.Finish();
        client.AwaitEnd();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        client.Close();
        return bytes * 8 / seconds;
    }

    /// <summary>Receives for that long. Returns bits a second.</summary>
    public static double BulkDown(TimeSpan time, out long bytes)
    {
        bytes = 0;
        Client client = Client.Open(SourcePort);
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            bytes += client.Receive(s_chunk);
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        client.Close();
        return bytes * 8 / seconds;
    }

    /// <summary>Sends a byte and waits for its echo, over and over. Returns the round trips in seconds, sorted.</summary>
    public static double[] RoundTrips(int count)
    {
        double[] times = new double[count];
        Client client = Client.Open(EchoPort);
        Span<byte> one = stackalloc byte[1];
        for (int i = 0; i < count; i++)
        {
            long began = Stopwatch.GetTimestamp();
            client.Send(one);
            if (client.Receive(one) != 1)
            {
                throw new BenchmarkException("The peer closed an echo.");
            }

            times[i] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        client.Close();
        Array.Sort(times);
        return times;
    }

    /// <summary>Opens a number of connections at a time, ends them in order, and opens others. Returns how many a second.</summary>
    public static double Connections(TimeSpan time, int atATime)
    {
        Client[] clients = new Client[atATime];
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < clients.Length; i++)
        {
            clients[i] = Client.Begin(DiscardPort);
        }

        // Each waits in turn: while one is waited for, the others go on.
        long count = 0;
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            for (int i = 0; i < clients.Length; i++)
            {
                clients[i].AwaitConnected();
                clients[i].Finish();
            }

            for (int i = 0; i < clients.Length; i++)
            {
                clients[i].AwaitEnd();
                clients[i].Close();
                clients[i] = Client.Begin(DiscardPort);
            }

            count += clients.Length;
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (Client client in clients)
        {
            client.Close();
        }

        return count / seconds;
    }

    /// <summary>Asks for the page over a number of persistent connections at a time. Returns requests a second.</summary>
    public static double HttpRequests(TimeSpan time, int atATime)
    {
        ReadOnlySpan<byte> request = "GET / HTTP/1.1\r\nHost: peer\r\n\r\n"u8;
        Span<byte> room = stackalloc byte[4096];
        Client[] clients = new Client[atATime];
        for (int i = 0; i < clients.Length; i++)
        {
            clients[i] = Client.Open(HttpPort);
        }

        // The first answer tells how long one is.
        clients[0].Send(request);
        int length = clients[0].Receive(room);
        if (!room[..length].StartsWith("HTTP/1.1 200 "u8))
        {
            throw new BenchmarkException("The peer has no page.");
        }

        long count = 0;
        long began = Stopwatch.GetTimestamp();
        foreach (Client client in clients)
        {
            client.Send(request);
        }

        while (Stopwatch.GetElapsedTime(began) < time)
        {
            foreach (Client client in clients)
            {
                for (int rest = length; rest > 0;)
                {
                    int received = client.Receive(room[..rest]);
                    rest -= received > 0 ? received : throw new BenchmarkException("The peer closed a connection that was to stay.");
                }

                client.Send(request);
            }

            count += clients.Length;
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (Client client in clients)
        {
            client.Close();
        }

        return count / seconds;
    }
}
